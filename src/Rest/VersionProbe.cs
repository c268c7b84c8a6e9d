using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace RestoreSessions.Rest;

/// <summary>Finds out which versions of the API a server serves, without logging on.</summary>
internal sealed class VersionProbe
{
    private static readonly RestoreApiVersion[] NewestFirst =
        { RestoreApiVersion.v8, RestoreApiVersion.v7, RestoreApiVersion.v6, RestoreApiVersion.v5 };

    private readonly Sender _anonymous;
    private readonly string _server;
    private readonly Action<string> _note;

    public VersionProbe(Sender anonymous, string server, Action<string> note)
    {
        _anonymous = anonymous;
        _server = server;
        _note = note;
    }

    /// <summary>The newest version served, for a user who asked for none.</summary>
    /// <param name="wanted">The version a user insists on, already found not to be served; null for none.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="RestFailure">The wanted version is not served, or none is; it names those that are.</exception>
    public async Task<RestoreApiVersion> FindAsync(RestoreApiVersion? wanted, CancellationToken cancellation)
    {
        List<RestoreApiVersion> served = new();
        foreach (RestoreApiVersion version in NewestFirst)
        {
            if (await IsServedAsync(version, cancellation).ConfigureAwait(false))
            {
                served.Add(version);
                if (wanted is null)
                {
                    return version;
                }
            }
        }

        string others = served.Count == 0 ? "no version of the API that this module knows" : string.Join(", ", served.AsEnumerable().Reverse());
        throw new RestFailure(FailureKind.ApiVersionNotServed, _server, $"it serves {others}");
    }

    private async Task<bool> IsServedAsync(RestoreApiVersion version, CancellationToken cancellation)
    {
        try
        {
            using Answer answer = await _anonymous.SendAsync(new Endpoints(version).Probe(), _note, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (RestFailure failure) when (failure.StatusCode is not null)
        {
            return failure.Kind != FailureKind.NotFound;
        }
    }
}
