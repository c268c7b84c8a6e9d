using System.Runtime.CompilerServices;
using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>Reads one restore session. Only what is missing or unreadable in id and creationTime is an error: without them it is no session.</summary>
internal static class SessionJson
{
    /// <summary>The property names it knows.</summary>
    public static readonly JsonNames Names = new(
        "id", "name", "organization", "type", "creationTime", "endTime", "state", "result", "initiatedBy",
        "details", "scopeName", "clientHost", "reason", "eTag", "_links", "self", "href", "events",
        "offset", "limit", "totalCount", "setId", "results", "next");

    /// <param name="reader">On the opening brace; left on the closing one.</param>
    /// <exception cref="JsonException">It is no session.</exception>
    [MethodImpl(Jit.Hot)]
    public static RestoreSession Read(JsonTextReader reader)
    {
        RestoreSession session = new();
        bool hasId = false;
        bool hasCreationTime = false;
        while (reader.ReadProperty())
        {
            switch ((string)reader.Value!)
            {
                case "id":
                    session.Id = reader.ReadGuid();
                    hasId = true;
                    break;
                case "name":
                    session.Name = reader.ReadText();
                    break;
                case "organization":
                    session.Organization = reader.ReadText();
                    break;
                case "type":
                    session.Type = reader.ReadText() ?? "";
                    break;
                case "creationTime":
                    session.CreationTimeUtc = reader.ReadTime() ?? throw reader.Unexpected("a time");
                    hasCreationTime = true;
                    break;
                case "endTime":
                    session.EndTimeUtc = reader.ReadTime();
                    break;
                case "state":
                    session.State = reader.ReadText() ?? "";
                    break;
                case "result":
                    session.Result = reader.ReadText() ?? "";
                    break;
                case "initiatedBy":
                    session.InitiatedBy = reader.ReadText();
                    break;
                case "details":
                    session.Details = reader.ReadText();
                    break;
                case "scopeName":
                    session.ScopeName = reader.ReadText();
                    break;
                case "clientHost":
                    session.ClientHost = reader.ReadText();
                    break;
                case "reason":
                    session.Reason = reader.ReadText();
                    break;
                case "eTag":
                    session.ETag = reader.ReadNumber();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        return hasId && hasCreationTime ? session : throw new JsonReaderException("a session lacks its id or creationTime");
    }
}
