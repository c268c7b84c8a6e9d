using System;
using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>A listing that only the offset leads through.</summary>
internal sealed class ItemPages<T> : IPaged<T>
{
    private readonly Func<int, int, ApiRequest> _request;
    private readonly ItemReader<T> _read;
    private readonly Func<T, Guid> _idOf;

    public ItemPages(Func<int, int, ApiRequest> request, JsonNames names, ItemReader<T> read, Func<T, Guid> idOf)
    {
        _request = request;
        Names = names;
        _read = read;
        _idOf = idOf;
    }

    public JsonNames Names { get; }

    public ApiRequest Request(int offset, int limit) => _request(offset, limit);

    public void BeginPage()
    {
    }

    public T Read(JsonTextReader reader) => _read(reader);

    public Guid IdOf(T item) => _idOf(item);

    public bool TryContinueWithoutOffset() => false;
}
