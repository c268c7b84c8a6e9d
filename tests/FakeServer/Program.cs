using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Authentication;

namespace FakeServer;

/// <summary>Runs the server alone, for any client to be pointed at.</summary>
internal static class Program
{
    private const string Usage = """
        A stand-in for a Veeam Backup for Microsoft 365 server. It listens on 127.0.0.1 until Ctrl+C.

          --sessions N        how many sessions to generate (100)
          --seed N            what they are drawn from (1)
          --until TIME        when the newest starts and the last ends, such as 2026-06-01T12:00:00Z (now)
          --port N            the port to listen on (4443)
          --version 5,6,7,8   the API versions to serve
          --array             list in a bare array, as the v5 page documents, instead of pages
          --latency-ms N      wait before every answer (0)
          --token-lifetime S  seconds (3600)
          --tls VERSION       the only version of TLS to speak: Tls11, Tls12, Tls13
          --user NAME         the account (DOMAIN\admin)
          --password TEXT     its password
          --requests FILE     write each request's method and path into this file, a line each, as it arrives
          --tenant NAME, --tenant-password TEXT, --tenant-client ID, --tenant-assertion TEXT
                              the tenant of contoso.onmicrosoft.com (grants password and jwt-bearer)
          --operator-client ID, --operator-assertion TEXT
                              the restore operator of contoso.onmicrosoft.com (grant operator, v6 and later)
          --operators-only    serve the logon of restore operators and nothing else
          --compression NAME  compress bodies: gzip, deflate
          --strict            answer 400 to what the vendor's OpenAPI does not allow (where it is: VENDOR_OPENAPI)
          --proxy             run a proxy, too, through which every name leads to this server
        """;

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments.Contains("--help"))
        {
            Console.WriteLine(Usage);
            return 0;
        }

        try
        {
            bool isProxy = arguments.Contains("--proxy");
            await ServeAsync(Read([.. arguments.Where(a => a != "--proxy")]), isProxy).ConfigureAwait(false);
            return 0;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or IOException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return 1;
        }
    }

    private static async Task ServeAsync(ServerOptions options, bool isProxy)
    {
        using CancellationTokenSource stop = new();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });
        await using RestoreServer server = await RestoreServer.StartAsync(options).ConfigureAwait(false);
        using StreamWriter? requests = options.RequestFile is null ? null : new StreamWriter(options.RequestFile) { AutoFlush = true };
        server.Requests.Watch = request => requests?.WriteLine($"{request.Method} {request.Path}");
        Console.WriteLine($"""
            Listening on https://{server.Server} with {server.Sessions.Count} sessions. Ctrl+C ends it.
            User      {options.UserName}
            Password  {options.Password}
            SHA-256   {server.Thumbprint}
            Token     {server.IssueToken()}
            """);
        await using ConnectProxy? proxy = isProxy ? new ConnectProxy(port: server.Port) : null;
        if (proxy is not null)
        {
            Console.WriteLine($"Proxy     {proxy.Address}");
        }

        Console.WriteLine($"""
            Tenant    {options.Tenant.UserName}, password {options.Tenant.Password}, client {options.Tenant.ClientId}, assertion {options.Tenant.Assertion}
            Operator  client {options.Operator.ClientId}, assertion {options.Operator.Assertion}
            """);

        await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
    }

    private static ServerOptions Read(string[] arguments)
    {
        Dictionary<string, string> given = [];
        for (int i = 0; i < arguments.Length; i++)
        {
            bool isSwitch = arguments[i] is "--array" or "--strict" or "--operators-only";
            given[arguments[i]] = isSwitch ? "true" : i + 1 < arguments.Length ? arguments[++i] : throw new FormatException($"{arguments[i]} needs a value.");
        }

        int Number(string name, int otherwise) => given.Remove(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        string Text(string name, string otherwise) => given.Remove(name, out string? text) ? text : otherwise;
        static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        ServerOptions options = new()
        {
            SessionCount = Number("--sessions", 100),
            Seed = Number("--seed", 1),
            Anchor = given.Remove("--until", out string? until) ? Time(until) : DateTime.UtcNow,
            Port = Number("--port", 4443),
            Versions = Text("--version", "5,6,7,8").Split(',').Select(v => int.Parse(v, CultureInfo.InvariantCulture)).ToHashSet(),
            Shape = given.Remove("--array") ? BodyShape.Array : BodyShape.Page,
            Latency = TimeSpan.FromMilliseconds(Number("--latency-ms", 0)),
            TokenLifetimeSeconds = Number("--token-lifetime", 3600),
            Protocols = given.Remove("--tls", out string? tls) ? Enum.Parse<SslProtocols>(tls, ignoreCase: true) : null,
            UserName = Text("--user", @"DOMAIN\admin"),
            Password = Text("--password", "p&+%= ü"),
            RequestFile = given.Remove("--requests", out string? requests) ? requests : null,
            ServesOperatorLogonOnly = given.Remove("--operators-only"),
            ChecksContract = given.Remove("--strict"),
            Compression = given.Remove("--compression", out string? compression) ? Enum.Parse<Compression>(compression, ignoreCase: true) : Compression.None,
        };
        options.Tenant = options.Tenant with
        {
            UserName = Text("--tenant", options.Tenant.UserName),
            Password = Text("--tenant-password", options.Tenant.Password!),
            ClientId = Text("--tenant-client", options.Tenant.ClientId!),
            Assertion = Text("--tenant-assertion", options.Tenant.Assertion!),
        };
        options.Operator = options.Operator with
        {
            ClientId = Text("--operator-client", options.Operator.ClientId!),
            Assertion = Text("--operator-assertion", options.Operator.Assertion!),
        };
        return given.Count == 0 ? options : throw new FormatException($"{given.Keys.First()} is unknown. --help lists what there is.");
    }
}
