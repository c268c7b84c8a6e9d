using System.Collections;
using System.Management.Automation;
using RestoreSessions.Api;
using RestoreSessions.Connections;
using RestoreSessions.Filters;
using RestoreSessions.Http;
using RestoreSessions.Text;

namespace RestoreSessions.Parameters;

/// <summary>Lets a parameter take connections, or the names of servers that this runspace is connected to, with wildcards.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionInputAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// Whether the command closes connections: a pattern that matches none stands for none then, and the name of a server that could not be connected to for
    /// that one. By default both are errors: the command would use no server, and seem to have found nothing.
    /// </summary>
    public bool IsToClose { get; set; }

    /// <exception cref="ArgumentTransformationMetadataException">It is neither a connection of this process nor the name of a connected server.</exception>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData is null ? null : ReadEach(inputData, IsToClose);

    /// <summary>The connections of a value or a list of values.</summary>
    /// <inheritdoc cref="Transform" path="/exception"/>
    public static ServerConnection[] ReadAll(object input) => ReadEach(input, isToClose: false).OfType<ServerConnection>().ToArray();

    private static RestoreConnection[] ReadEach(object input, bool isToClose)
    {
        IList list = (input is PSObject wrapped ? wrapped.BaseObject : input) as IList ?? new[] { input };
        return list.Count > 0
            ? list.Cast<object?>().SelectMany(item => Read(item, isToClose)).Distinct().ToArray()
            : throw new ArgumentTransformationMetadataException("No connection is given.");
    }

    private static IEnumerable<RestoreConnection> Read(object? input, bool isToClose) => (input is PSObject wrapped ? wrapped.BaseObject : input) switch
    {
        ServerConnection connection => [connection],
        string name => Find(name, isToClose),
        NamedConnection named => Find(named.Server, isToClose),
        null => throw new ArgumentTransformationMetadataException("One of the connections is null."),
        _ when IsCopy(input) => throw new ArgumentTransformationMetadataException(
            "This is no connection that Connect-RestoreServer made in this process: a copy, or one that a test made, cannot be used. Connect in this process with Connect-RestoreServer."),
        _ => throw new ArgumentTransformationMetadataException(
            "This is not a connection. Give connections of Get-RestoreConnection or Connect-RestoreServer -PassThru, or names of connected servers."),
    };

    // Of Import-Clixml, a job or another shell, or made by hand, as a test does.
    private static bool IsCopy(object? input) => PSObject.AsPSObject(input).TypeNames.Any(name => name.EndsWith(nameof(RestoreConnection), StringComparison.Ordinal) || name.EndsWith(nameof(ServerConnection), StringComparison.Ordinal));

    private static IEnumerable<RestoreConnection> Find(string name, bool isToClose)
    {
        IReadOnlyList<ServerConnection> open = RunspaceConnections.Current.Open;
        IReadOnlyList<ServerConnection> found = RunspaceConnections.Current.Named(name);
        WildcardSet patterns = new([name]);
        if (isToClose && (WildcardSet.IsPattern(name) || RunspaceConnections.Current.Failed.Any(failed => patterns.Match(failed.Server))))
        {
            return [.. found, new NamedConnection(name)];
        }

        string others = open.Count == 0 ? "This runspace has no connection." : $"This runspace is connected to {string.Join(", ", open.Select(connection => connection.Server))}.";
        return found.Count > 0
            ? found
            : throw new ArgumentTransformationMetadataException($"There is no connection to '{VisibleText.Truncate(ServerAddress.WithoutSecrets(name))}'. {others}");
    }
}
