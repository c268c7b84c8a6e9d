using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using RestoreSessions.Http;

namespace RestoreSessions.Api;

/// <summary>Finds the API versions that a server serves, without logging on.</summary>
/// <param name="anonymous">Sends requests without a token.</param>
/// <param name="server">The server's name.</param>
internal sealed class VersionProbe(Conversation anonymous, string server)
{
    private static readonly RestoreApiVersion[] NewestFirst =
        { RestoreApiVersion.v8, RestoreApiVersion.v7, RestoreApiVersion.v6, RestoreApiVersion.v5 };

    /// <summary>The newest version that the server serves.</summary>
    /// <param name="wanted">The version that the user chose and the server does not serve; null if the user chose none.</param>
    /// <exception cref="RestFailure">The user chose a version, or the server serves none; the message names the versions that it serves.</exception>
    public async Task<RestoreApiVersion> FindAsync(RestoreApiVersion? wanted)
    {
        List<RestoreApiVersion> served = new();
        foreach (RestoreApiVersion version in NewestFirst)
        {
            if (await IsServedAsync(version).ConfigureAwait(false))
            {
                served.Add(version);
                if (wanted is null)
                {
                    return version;
                }
            }
        }

        string others = served.Count == 0 ? "no version of the API that this module knows" : string.Join(", ", served.AsEnumerable().Reverse());
        throw new RestFailure(FailureKind.ApiVersionNotServed, server, $"it serves {others}");
    }

    private async Task<bool> IsServedAsync(RestoreApiVersion version)
    {
        try
        {
            await anonymous.SendAsync(new Endpoints(version).Probe()).ConfigureAwait(false);
            return true;
        }
        catch (RestFailure failure) when (failure.StatusCode is not null)
        {
            return failure.Kind != FailureKind.NotFound;
        }
    }
}
