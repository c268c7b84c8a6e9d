using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>Reads one organization.</summary>
internal static class OrganizationJson
{
    /// <summary>The property names it knows, and those of a page.</summary>
    public static readonly JsonNames Names = new("id", "name", "type", "_links", "offset", "limit", "totalCount", "results", "next");

    /// <param name="reader">On the opening brace; left on the closing one.</param>
    /// <exception cref="JsonException">It is no organization.</exception>
    public static RestoreOrganization Read(JsonTextReader reader)
    {
        RestoreOrganization organization = new();
        bool hasId = false;
        while (reader.ReadProperty())
        {
            switch ((string)reader.Value!)
            {
                case "id":
                    organization.Id = reader.ReadGuid();
                    hasId = true;
                    break;
                case "name":
                    organization.Name = reader.ReadText();
                    break;
                case "type":
                    organization.Type = reader.ReadText();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        return hasId ? organization : throw new JsonReaderException("an organization lacks its id");
    }
}
