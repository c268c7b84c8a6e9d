using RestoreSessions.Http;

namespace RestoreSessions.Api;

/// <summary>Finds the API versions that a server serves, without logging on.</summary>
/// <param name="anonymous">Sends requests without a token.</param>
/// <param name="server">The server's name.</param>
internal sealed class VersionProbe(RetryingClient anonymous, string server)
{
    /// <summary>The versions that this module knows, the newest first.</summary>
    public static IReadOnlyList<RestoreApiVersion> NewestFirst { get; } = [RestoreApiVersion.v8, RestoreApiVersion.v7, RestoreApiVersion.v6, RestoreApiVersion.v5];

    /// <summary>Whether a logon or a probe failed because the server does not serve its API version: some servers answer with 405 or 501 instead of 404.</summary>
    public static bool IsNotServed(RestFailure failure) => failure.StatusCode is 404 or 405 or 501;

    /// <summary>The error where a logon with each version has failed because the server does not serve it.</summary>
    public static RestFailure NoneServed(string server) =>
        new(FailureKind.ApiVersionNotServed, server, "the server serves none of v5 to v8. Check the address, and the port (4443 by default)");

    /// <summary>An error that names the versions that the server serves.</summary>
    public async Task<RestFailure> FailAsync()
    {
        List<RestoreApiVersion> served = new();
        foreach (RestoreApiVersion version in NewestFirst)
        {
            if (await IsServedAsync(version).ConfigureAwait(false))
            {
                served.Add(version);
            }
        }

        return served.Count == 0 ? NoneServed(server) : new RestFailure(
            FailureKind.ApiVersionNotServed, server,
            $"the server serves {string.Join(", ", served.AsEnumerable().Reverse())}. Connect with an -ApiVersion that it serves, or without -ApiVersion");
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
            return !IsNotServed(failure);
        }
    }
}
