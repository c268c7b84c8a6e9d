using System;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace FakeServer;

/// <summary>Sends each request to its route. Paths match in any case, as on the vendor's server.</summary>
internal sealed partial class RestoreRoutes(ServerOptions options, TokenStore tokens, SessionSet sessions)
{
    private readonly TokenRoutes _tokens = new(options, tokens);
    private readonly ListRoute _list = new(options, sessions);
    private readonly SessionRoutes _sessions = new(sessions, new ListRoute(options, sessions));

    public static string? TokenOf(HttpContext context)
    {
        string header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : null;
    }

    public Task AnswerAsync(HttpContext context, string body)
    {
        Match match = Route().Match(context.Request.Path.Value ?? "");
        int version = match.Success ? int.Parse(match.Groups["version"].Value, CultureInfo.InvariantCulture) : 0;
        if (!options.Versions.Contains(version))
        {
            return NotFound(context);
        }

        string route = $"{context.Request.Method} {match.Groups["path"].Value.ToUpperInvariant()}";
        if (route == "POST TOKEN")
        {
            return _tokens.TokenAsync(context, version, body);
        }

        if (!tokens.IsValid(TokenOf(context)))
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsync(options.UnauthorizedBody);
        }

        return route switch
        {
            "POST TOKEN/LOGOUT" when version >= 7 => _tokens.LogoutAsync(context, version),
            "GET SERVICEINSTANCE" when version >= 6 => ServiceInstanceAsync(context, version),
            "GET RESTORESESSIONS" => _list.SessionsAsync(context, version),
            "GET ORGANIZATIONS" => _sessions.OrganizationsAsync(context, version),
            _ => OneAsync(context, version, match.Groups["path"].Value.ToUpperInvariant().Split('/'), body),
        };
    }

    private Task OneAsync(HttpContext context, int version, string[] path, string body)
    {
        string method = context.Request.Method;
        Task? answer = path switch
        {
            ["RESTORESESSIONS", var id, .. var rest] when Guid.TryParse(id, out Guid session) =>
                _sessions.Answer(context, version, method, session, string.Join('/', rest), body),
            ["ORGANIZATIONS", var id, var action] when method == "POST" && action == (version == 5 ? "ACTION" : "EXPLORE") && Guid.TryParse(id, out Guid organization) =>
                _sessions.StartAsync(context, version, organization, body),
            _ => null,
        };
        return answer ?? NotFound(context);
    }

    private static Task ServiceInstanceAsync(HttpContext context, int version) => context.JsonAsync(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("installationId", "11111111-2222-3333-4444-555555555555");
        json.WriteString("version", $"{version}.0.0.1");
        json.WriteEndObject();
    });

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }

    [GeneratedRegex("^/v(?<version>[0-9])/(?<path>.*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Route();
}
