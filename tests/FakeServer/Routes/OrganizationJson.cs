using System.Text.Json;

namespace FakeServer;

/// <summary>Writes an organization in each of the three forms that the vendor's OpenAPI has.</summary>
internal static class OrganizationJson
{
    /// <summary>As an administrator sees it (RestOrganizationComposed).</summary>
    public static void Write(Utf8JsonWriter json, OrganizationRecord organization, string linkRoot)
    {
        json.WriteStartObject();
        json.WriteString("type", organization.Type);
        json.WriteString("region", "Worldwide");
        json.WriteBoolean("isExchangeOnline", true);
        json.WriteBoolean("isSharePointOnline", true);
        WriteIdentity(json, organization);
        json.WriteString("officeName", organization.Name);
        WriteBackups(json, organization);
        WriteSelf(json, $"{linkRoot}/Organizations/{organization.Id}");
        json.WriteEndObject();
    }

    /// <summary>As the tenant sees its own (RESTLoggedInOrganization).</summary>
    public static void WriteOwn(Utf8JsonWriter json, OrganizationRecord organization, int version, string linkRoot)
    {
        json.WriteStartObject();
        WriteIdentity(json, organization);
        if (version >= 7)
        {
            json.WriteString("description", "");
        }

        json.WriteString("type", organization.Type);
        WriteBackups(json, organization);
        json.WriteStartObject("_actions");
        json.WriteStartObject("explore");
        json.WriteString("uri", $"{linkRoot}/Organization/{(version == 5 ? "action" : "Explore")}");
        json.WriteString("method", "POST");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>As a session tells whose it is (RESTBackupOrganization).</summary>
    public static void WriteOfSession(Utf8JsonWriter json, string name, Guid id, string linkRoot)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("name", name);
        json.WriteString("type", "Office365");
        WriteSelf(json, $"{linkRoot}/Organizations/{id}");
        json.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter json, OrganizationRecord organization)
    {
        json.WriteString("id", organization.Id?.ToString());
        json.WriteString("name", organization.Name);
    }

    // Spelled as in the vendor's OpenAPI, v6 to v8.
    private static void WriteBackups(Utf8JsonWriter json, OrganizationRecord organization)
    {
        json.WriteBoolean("isBackedup", organization.FirstBackupTime is not null);
        json.WriteString("firstBackuptime", organization.FirstBackupTime is { } first ? Answers.Time(first) : null);
        json.WriteString("lastBackuptime", organization.LastBackupTime is { } last ? Answers.Time(last) : null);
    }

    private static void WriteSelf(Utf8JsonWriter json, string href)
    {
        json.WriteStartObject("_links");
        json.WriteStartObject("self");
        json.WriteString("href", href);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
