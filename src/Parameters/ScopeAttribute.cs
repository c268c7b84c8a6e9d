using System.Collections;
using System.Management.Automation;
using RestoreSessions.Text;

namespace RestoreSessions.Parameters;

/// <summary>Reads the scope of a restore operator's session from a hashtable or an object, in the form of RESTRbacItemComposed (vendor's OpenAPI, v6 to v8).</summary>
/// <remarks>The server's own links within an object are left out; any other property that the contract does not have is refused.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ScopeAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Types = { "User", "Group", "Site", "Team" };

    private static readonly string[] Names = { "type", "id", "user", "group", "site", "team" };

    private static readonly string[] NamesWithin =
        { "type", "id", "displayName", "name", "onPremisesSid", "url", "title", "parentUrl", "isCloud", "isPersonal", "description", "mail" };

    /// <exception cref="ArgumentTransformationMetadataException">It is no scope; the message says why.</exception>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData is null)
        {
            return null;
        }

        Hashtable scope = Read(inputData, Names, "The scope");
        scope["type"] = Types.FirstOrDefault(type => type.Equals(scope["type"] as string, StringComparison.OrdinalIgnoreCase)) ?? throw Refuse("its type is not User, Group, Site or Team");
        scope["id"] ??= scope.Values.OfType<Hashtable>().Select(item => item["id"]).FirstOrDefault();
        return string.IsNullOrWhiteSpace(scope["id"] as string) ? throw Refuse("it has no id") : scope;
    }

    private static Hashtable Read(object input, string[] names, string what)
    {
        Hashtable read = new();
        foreach ((string given, object? value) in Pairs(input) ?? throw Refuse($"{what.ToLowerInvariant()} is neither a hashtable nor an object with properties"))
        {
            if (given != "_links")
            {
                string name = names.FirstOrDefault(one => one.Equals(given, StringComparison.OrdinalIgnoreCase)) ?? throw Refuse($"'{VisibleText.Truncate(given)}' is unknown in it");
                read[name] = Value(name, names == Names && Array.IndexOf(Names, name) > 1, value);
            }
        }

        return read;
    }

    private static object? Value(string name, bool isItem, object? given)
    {
        object? value = given is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : given;
        return value switch
        {
            null => null,
            _ when isItem => Read(value, NamesWithin, $"The {name}"),
            string or bool => value,
            Guid id => id.ToString(),
            _ => throw Refuse($"its {name} is not text"),
        };
    }

    private static IEnumerable<(string Name, object? Value)>? Pairs(object input) => input is PSObject { BaseObject: not PSCustomObject } wrapped ? Pairs(wrapped.BaseObject) : input switch
    {
        IDictionary keys => keys.Keys.Cast<object>().Select(key => (key.ToString() ?? "", (object?)keys[key])),
        PSObject custom => custom.Properties.Select(property => (property.Name, (object?)property.Value)),
        _ => null,
    };

    private static ArgumentTransformationMetadataException Refuse(string why) => new(
        $"The scope cannot be read: {why}. Give a hashtable or an object such as @{{ type = 'User'; id = '...' }}, with the properties that the REST API defines.");
}
