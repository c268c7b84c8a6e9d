using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FakeServer;

/// <summary>Sends each request to its route. Paths match in any case, as on the vendor's server.</summary>
internal sealed partial class RestoreRoutes
{
    private readonly ServerOptions _options;
    private readonly TokenStore _store;
    private readonly TokenRoutes _tokens;
    private readonly ListRoute _list;
    private readonly SessionRoutes _sessions;
    private readonly OrganizationRoutes _organizations;
    private readonly ExploreRoutes _explore;

    public RestoreRoutes(ServerOptions options, TokenStore tokens, SessionSet sessions, OrganizationSet organizations, ConcurrentQueue<StartRecord> started)
    {
        _options = options;
        _store = tokens;
        _tokens = new TokenRoutes(options, tokens);
        _list = new ListRoute(options, sessions);
        _sessions = new SessionRoutes(options, sessions, organizations, _list);
        _organizations = new OrganizationRoutes(options, organizations, _list);
        _explore = new ExploreRoutes(options, sessions, organizations, started);
    }

    public static string? TokenOf(HttpContext context)
    {
        string header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : null;
    }

    public Task AnswerAsync(HttpContext context, string body)
    {
        Match match = Route().Match(context.Request.Path.Value ?? "");
        int version = match.Success ? int.Parse(match.Groups["version"].Value, CultureInfo.InvariantCulture) : 0;
        if (!_options.Versions.Contains(version))
        {
            return NotFound(context);
        }

        string route = $"{context.Request.Method} {match.Groups["path"].Value.ToUpperInvariant()}";
        if (route == "POST TOKEN")
        {
            return _tokens.TokenAsync(context, version, body);
        }

        if (_store.OwnerOf(TokenOf(context)) is not { } account)
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsync(_options.UnauthorizedBody);
        }

        if (_options.ServesOperatorLogonOnly)
        {
            return context.DenyAsync(version);
        }

        return route switch
        {
            "POST TOKEN/LOGOUT" when version >= 7 => _tokens.LogoutAsync(context, version),
            "GET SERVICEINSTANCE" when version >= 6 => ServiceInstanceAsync(context, version),
            "GET RESTORESESSIONS" => _list.SessionsAsync(context, version, account),
            _ => OneAsync(context, version, account, match.Groups["path"].Value.ToUpperInvariant().Split('/'), body),
        };
    }

    private Task OneAsync(HttpContext context, int version, Account account, string[] path, string body)
    {
        Task? answer = path is ["RESTORESESSIONS", var id, .. var rest]
            ? Guid.TryParse(id, out Guid session) ? _sessions.Answer(context, version, account, session, rest, body) : null
            : _organizations.Answer(context, version, account, path) ?? _explore.Answer(context, version, account, path, body);
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
