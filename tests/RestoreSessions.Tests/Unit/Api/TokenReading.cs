using Newtonsoft.Json;
using RestoreSessions.Api.Authentication;
using RestoreSessions.Http;
using RestoreSessions.Json;

namespace RestoreSessions.Tests.Unit;

/// <summary>Reads the answer to a logon as the module does.</summary>
internal static class TokenReading
{
    public static BearerToken Read(string answer, Clock clock)
    {
        using ResponseReader reader = new(new StringReader(answer), TokenResponse.Reader.Names, TokenResponse.Longest);
        return reader.ReadToken() == JsonToken.StartObject ? TokenResponse.Reader.Read(reader).ToToken(clock) : throw reader.Unexpected("an object");
    }
}
