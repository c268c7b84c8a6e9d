namespace FakeServer;

/// <summary>Organizations, as administrators and tenants see them.</summary>
internal sealed class OrganizationRoutes(ServerOptions options, OrganizationSet organizations, ListRoute list)
{
    /// <summary>GET /vN/Organizations: to v7 a bare array, in v8 a page. What is null has no such route.</summary>
    public Task? Answer(HttpContext context, int version, Account account, string[] path) => (context.Request.Method, path) switch
    {
        ("GET", ["ORGANIZATION"]) => OwnAsync(context, version, account),
        ("GET", ["ORGANIZATIONS", ..]) when account.Kind != AccountKind.Administrator => context.DenyAsync(version),
        ("GET", ["ORGANIZATIONS"]) => ListAsync(context, version),
        ("GET", ["ORGANIZATIONS", var id]) when Guid.TryParse(id, out Guid organization) => OneAsync(context, version, organization),
        _ => null,
    };

    private Task ListAsync(HttpContext context, int version)
    {
        // Required in v6, although it has a default there (vendor's OpenAPI).
        bool isExtended = version >= 6 && string.Equals(context.Request.Query["extendedView"], "true", StringComparison.OrdinalIgnoreCase);
        if (version == 6 && !context.Request.Query.ContainsKey("extendedView"))
        {
            return context.ErrorAsync(version, 400, "The value of extendedView is required.");
        }

        return isExtended && options.IsProxyOffline
            ? context.ErrorAsync(version, 500, "The backup proxy is offline.", "ProxyOffline")
            : list.PageAsync(
                context,
                version,
                organizations.All,
                (json, organization) => OrganizationJson.Write(json, organization, context.LinkRoot(version)),
                version >= 8 ? BodyShape.Page : BodyShape.Array);
    }

    private Task OneAsync(HttpContext context, int version, Guid id) => organizations.Find(id) is { } organization
        ? context.JsonAsync(200, json => OrganizationJson.Write(json, organization, context.LinkRoot(version)))
        : context.NotFoundAsync(version, $"Organization {id}");

    // "Using the same credentials that were used to add the organization instead of credentials of an administrative account" (vendor's OpenAPI).
    private Task OwnAsync(HttpContext context, int version, Account account) =>
        account.Kind != AccountKind.Tenant || organizations.Find(account.Organization) is not { } organization
            ? context.DenyAsync(version)
            : context.JsonAsync(200, json => OrganizationJson.WriteOwn(json, organization, version, context.LinkRoot(version)));
}
