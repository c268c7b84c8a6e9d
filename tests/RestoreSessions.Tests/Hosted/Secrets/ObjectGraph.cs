using System.Collections;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security;
using System.Text;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Whatever can be reached from an object by reflection, to look for what should not be there.</summary>
internal static class ObjectGraph
{
    private const int Most = 60_000;

    // What leads to the whole process or engine, and not to what belongs to the object.
    private static readonly string[] Elsewhere =
    [
        "System.Reflection.", "System.RuntimeType", "System.Threading.Timer", "System.Threading.Thread", "System.Globalization.",
        "System.Management.Automation.Runspaces.", "System.Management.Automation.Language.", "System.Management.Automation.CmdletInfo",
        "System.Management.Automation.ScriptInfo", "System.Management.Automation.PSModuleInfo", "System.Management.Automation.SessionState",
    ];

    /// <summary>Where one of the secrets stands among the public properties and fields, or in the text, of what can be reached; null where none does.</summary>
    public static string? FindInPublic(object root, IReadOnlyList<string> secrets) => Find(root, secrets, PublicMembers, isText: true);

    /// <summary>Where one of the secrets is held in any field, as text, characters, bytes or a secure string; null where none is.</summary>
    public static string? FindInMemory(object root, IReadOnlyList<string> secrets) => Find(root, secrets, Fields, isText: false);

    private static string? Find(object root, IReadOnlyList<string> secrets, Func<object, IEnumerable<(string Name, object? Value)>> members, bool isText)
    {
        HashSet<object> seen = new(new SameObject());
        Queue<(string Path, object Value)> waiting = new([(root.GetType().Name, root)]);
        while (waiting.TryDequeue(out (string Path, object Value) one) && seen.Count < Most)
        {
            if (Texts(one.Value, isText).Any(text => secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal))))
            {
                return one.Path;
            }

            if (one.Value is string || one.Value.GetType().IsPrimitive || Elsewhere.Any(one.Value.GetType().FullName!.StartsWith))
            {
                continue;
            }

            foreach ((string name, object? value) in members(one.Value))
            {
                if (value is not null && seen.Add(value))
                {
                    waiting.Enqueue(($"{one.Path}.{name}", value));
                }
            }
        }

        return waiting.Count == 0 ? null : throw new InvalidOperationException($"There is too much to look at; the last was {waiting.Peek().Path}.");
    }

    private static IEnumerable<string> Texts(object value, bool isText) => value switch
    {
        string text => [text],
        char[] text => [new string(text)],
        byte[] bytes => [Encoding.UTF8.GetString(bytes), Encoding.Unicode.GetString(bytes)],
        SecureString secure when !isText => [new NetworkCredential("", secure).Password],
        _ when isText => [Try(value.ToString) as string ?? ""],
        _ => [],
    };

    private static IEnumerable<(string Name, object? Value)> PublicMembers(object value)
    {
        foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.CanRead && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike && !property.PropertyType.IsPointer)
            {
                yield return (property.Name, Try(() => property.GetValue(value)));
            }
        }

        foreach (FieldInfo field in value.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            yield return (field.Name, field.GetValue(value));
        }

        foreach (object? element in value is IEnumerable several ? Try(() => several.Cast<object?>().Take(1000).ToArray()) as object?[] ?? [] : [])
        {
            yield return ("[]", element);
        }
    }

    private static IEnumerable<(string Name, object? Value)> Fields(object value)
    {
        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer && !field.FieldType.IsPrimitive)
                {
                    yield return (field.Name, field.GetValue(value));
                }
            }
        }

        foreach (object? element in value is Array several ? several.Cast<object?>() : [])
        {
            yield return ("[]", element);
        }
    }

    private static object? Try(Func<object?> get)
    {
        try
        {
            return get();
        }
#pragma warning disable CA1031 // A property that cannot be read shows nothing.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    // A value is the same as its equal: the date of a date would lead on for ever.
    private sealed class SameObject : IEqualityComparer<object>
    {
        public new bool Equals(object? x, object? y) => ReferenceEquals(x, y) || (x is ValueType && x.Equals(y));

        public int GetHashCode(object value) => value is ValueType ? value.GetHashCode() : RuntimeHelpers.GetHashCode(value);
    }
}
