using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace FakeServer;

/// <summary>POST /vN/token and /vN/token/logout.</summary>
internal sealed class TokenRoutes(ServerOptions options, TokenStore tokens)
{
    public Task TokenAsync(HttpContext context, int version, string body)
    {
        Dictionary<string, StringValues> form = QueryHelpers.ParseQuery(body);
        string Field(string name) => form.TryGetValue(name, out StringValues value) ? value.ToString() : "";

        // v7 and later demand an antiforgery cookie unless this field waives it; earlier versions do not know it (vendor documentation).
        bool isWaived = Field("disable_antiforgery_token") == "true";
        if (version >= 7 != isWaived)
        {
            return context.ErrorAsync(version, 400, version >= 7 ? "The antiforgery cookie is missing." : "The field disable_antiforgery_token is unknown.");
        }

        string grant = Field("grant_type");
        if (options.ServesOperatorLogonOnly && grant is not ("operator" or "refresh_token"))
        {
            return context.DenyAsync(version);
        }

        TokenPair? pair = grant == "refresh_token" ? tokens.TryRefresh(Field("refresh_token")) : Find(version, grant, Field) is { } account ? tokens.LogOn(account) : null;
        return pair is null ? RefuseAsync(context, version) : GrantAsync(context, version, pair);
    }

    private Account? Find(int version, string grant, Func<string, string> field)
    {
        bool HasAssertion(Account account) => account.Assertion is not null && (account.ClientId, account.Assertion) == (field("client_id"), field("assertion"));
        return grant switch
        {
            "password" => new[] { options.Administrator, options.Tenant }
                .FirstOrDefault(a => a.Password is not null && (a.UserName, a.Password) == (field("username"), field("password"))),
            "urn:ietf:params:oauth:grant-type:jwt-bearer" when HasAssertion(options.Tenant) => options.Tenant,
            "operator" when version >= 6 && HasAssertion(options.Operator) => options.Operator,
            _ => null,
        };
    }

    // 200 in v7, 204 in v8, and no such route before (vendor's OpenAPI).
    public Task LogoutAsync(HttpContext context, int version)
    {
        tokens.Revoke(RestoreRoutes.TokenOf(context));
        context.Response.StatusCode = version >= 8 ? 204 : 200;
        return Task.CompletedTask;
    }

    private Task GrantAsync(HttpContext context, int version, TokenPair pair) => context.JsonAsync(200, json =>
    {
        DateTime now = DateTime.UtcNow;
        DateTime expires = now.AddSeconds(options.TokenLifetimeSeconds);
        string Moment(DateTime time) => version == 5 ? time.ToString("R", CultureInfo.InvariantCulture) : Answers.Time(time);
        json.WriteStartObject();
        json.WriteString("access_token", pair.Access);
        json.WriteString("token_type", "bearer");
        if (options.ExpiresIn != "")
        {
            json.WritePropertyName("expires_in");
            json.WriteRawValue(options.ExpiresIn ?? ((long)options.TokenLifetimeSeconds).ToString(CultureInfo.InvariantCulture));
        }

        json.WriteString("refresh_token", pair.Refresh);
        if (version < 8)
        {
            json.WriteString("userName", pair.Owner.UserName);
        }

        json.WriteString(".issued", Moment(now));
        json.WriteString(".expires", Moment(expires));
        json.WriteEndObject();
    });

    private static Task RefuseAsync(HttpContext context, int version) => version == 5
        ? context.JsonAsync(400, json =>
        {
            json.WriteStartObject();
            json.WriteString("error", "Authorization Error");
            json.WriteString("error_description", "Invalid credential");
            json.WriteEndObject();
        })
        : context.ErrorAsync(version, version == 6 ? 400 : 401, "The user name or password is incorrect.");
}
