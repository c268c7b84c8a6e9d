using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>Reads one event of a restore session.</summary>
internal static class EventJson
{
    /// <summary>The property names it knows, and those of a page.</summary>
    public static readonly JsonNames Names = new(
        "id", "type", "status", "itemName", "itemType", "itemSizeBytes", "source", "target", "startTime", "endTime", "title", "message", "order",
        "organizationId", "backedUpOrganizationId", "userId", "groupId", "siteId", "teamId", "_links", "offset", "limit", "totalCount", "results", "next");

    /// <param name="reader">On the opening brace; left on the closing one.</param>
    /// <exception cref="JsonException">It is no event.</exception>
    public static RestoreSessionEvent Read(JsonTextReader reader)
    {
        RestoreSessionEvent read = new();
        bool hasId = false;
        while (reader.ReadProperty())
        {
            switch ((string)reader.Value!)
            {
                case "id":
                    read.Id = reader.ReadGuid();
                    hasId = true;
                    break;
                case "type":
                    read.Type = reader.ReadText() ?? "";
                    break;
                case "status":
                    read.Status = reader.ReadText() ?? "";
                    break;
                case "itemName":
                    read.ItemName = reader.ReadText();
                    break;
                case "itemType":
                    read.ItemType = reader.ReadText();
                    break;
                case "itemSizeBytes":
                    read.ItemSizeBytes = reader.ReadNumber();
                    break;
                case "source":
                    read.Source = reader.ReadText();
                    break;
                case "target":
                    read.Target = reader.ReadText();
                    break;
                case "startTime":
                    read.StartTimeUtc = reader.ReadTime() ?? read.StartTimeUtc;
                    break;
                case "endTime":
                    read.EndTimeUtc = reader.ReadTime();
                    break;
                case "title":
                    read.Title = reader.ReadText();
                    break;
                case "message":
                    read.Message = reader.ReadText();
                    break;
                case "order":
                    read.Order = reader.ReadNumber() ?? 0;
                    break;
                case "organizationId":
                    read.OrganizationId = reader.ReadText();
                    break;
                case "backedUpOrganizationId":
                    read.BackedUpOrganizationId = reader.ReadText();
                    break;
                case "userId":
                    read.UserId = reader.ReadText();
                    break;
                case "groupId":
                    read.GroupId = reader.ReadText();
                    break;
                case "siteId":
                    read.SiteId = reader.ReadText();
                    break;
                case "teamId":
                    read.TeamId = reader.ReadText();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        return hasId ? read : throw new JsonReaderException("an event lacks its id");
    }
}
