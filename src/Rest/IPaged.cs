using System;
using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>A listing of the API: how to ask for a page of it, how to read an item, and what is known of its order.</summary>
internal interface IPaged<T>
{
    JsonNames Names { get; }

    ApiRequest Request(int offset, int limit);

    /// <summary>Told before the items of a page are read.</summary>
    void BeginPage();

    /// <exception cref="JsonException">It is no such item.</exception>
    T Read(JsonTextReader reader);

    Guid IdOf(T item);

    /// <summary>
    /// Asks for what lies beyond the items read so far by something else than the offset, for a server that ignores the offset.
    /// </summary>
    /// <returns>Whether there is such a way, and the next request differs from the last.</returns>
    bool TryContinueWithoutOffset();
}
