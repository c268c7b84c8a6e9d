using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>How often the server gets a request whose connection ends before the answer: counted there, because .NET's handler repeats some requests and tells nobody.</summary>
public sealed class OnceOnlyMatrixTests
{
    // .NET's handler sends a request without content up to three times more when the connection is closed in order before the first byte of the answer.
    private const int MostOfDotNet = 4;
    private const int Retries = 1;
    private const string Connect = "Connect-RestoreServer $server -CertificateThumbprint $thumbprint -ApiVersion v{0}";
    private const string Id = "00000000-0000-0000-0000-000000000001";
    private const string Ids = "00000001-0000-0000-0000-00000000000";

    // It looks at once, and again at the end.
    private const string Wait = $"Wait-RestoreSession -Id {Id} -TimeoutSec 1 -PollingIntervalSec 1";

    private static readonly (string Name, Func<Fault> Make)[] Endings =
        [("FIN", Fault.HangUp), ("RST", Fault.Reset), ("half a status line", () => Fault.Verbatim("HTTP/1.1 2"))];

    private static readonly Post[] Posts =
    [
        new("logon", 5, Connect + " $credential") { Who = null, Sends = "grant_type=password" },
        new("logon by assertion", 5, Connect + " @byTenant") { Who = null, Sends = "client_id" },
        new("logon of an operator", 6, Connect + " @byOperator") { Who = null, Sends = "grant_type=operator" },
        new("refresh", 5, $"Get-RestoreSession -Id {Id}") { IsRenewal = true, Sends = "grant_type=refresh_token", Times = 1 + Retries },
        new("logon after a refused refresh", 5, $"Get-RestoreSession -Id {Id}") { IsRenewal = true, IsRefused = true, Sends = "grant_type=password" },
        new("start for an organization", 5, "Start-RestoreSession contoso.onmicrosoft.com -Type Exchange"),
        new("start of a tenant", 5, "Start-RestoreSession -Type Exchange") { Who = "$tenant" },
        new("start of an operator", 6, "Start-RestoreSession -Type Exchange") { Who = "@byOperator" },
        new("start by job", 6, $"Start-RestoreSession -Job {Ids}2 -Type Exchange"),
        new("start by repository", 7, $"Start-RestoreSession contoso.onmicrosoft.com -Repository {Ids}3 -Type Exchange"),
        new("start by retrieval", 6, $"Start-RestoreSession -DataRetrieval {Ids}4"),
        new("stop", 5, $"Stop-RestoreSession -Id {Id} -Confirm:$false"),
        new("logout", 7, "Disconnect-RestoreServer") { IsSilent = true },
    ];

    private static readonly string[] Gets =
    [
        "Get-RestoreSession", $"Get-RestoreSession -Id {Id}", "Get-RestoreSession -Last 1", $"Get-RestoreSessionEvent -Id {Id}", $"Get-RestoreSessionEvent -Id {Id} -EventId {Ids}1",
        $"Get-RestoreSessionStatistics -Id {Id}", "Get-RestoreOrganization", $"Get-RestoreOrganization -Id {Id}", Wait,
        "Export-RestoreSessionReport ([IO.Path]::Combine([IO.Path]::GetTempPath(), [guid]::NewGuid())) -StartTimeFrom 2026-01-01 -IncludeEvent",
    ];

    public static TheoryData<string, int> PostCells => Cells(Posts.SelectMany(post => Enumerable.Range(post.Since, 9 - post.Since).Select(version => (post.Name, version))));

    public static TheoryData<string, int> GetCells => Cells(Gets.SelectMany(get => Enumerable.Range(5, 4).Select(version => (get, version))).Where(cell => cell.version == 8 || !cell.get.Contains("Statistics", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(PostCells))]
    public async Task what_changes_something_is_sent_once(string name, int version)
    {
        Post post = Posts.Single(p => p.Name == name);
        await using ShellFixture fixture = await OpenAsync();
        foreach ((string ending, Func<Fault> make) in Endings)
        {
            foreach (bool isReused in new[] { false, true })
            {
                fixture.Server.Faults.Clear();
                if (post.Who is not null)
                {
                    Assert.Null(Run(fixture, $"{Connect} {post.Who} -MaximumRetryCount {Retries}", version).ErrorId);
                }

                Prepare(fixture, post, isReused);
                fixture.Server.Faults.Add(make(), times: int.MaxValue, when: r => r.Method == "POST" && r.Body.Contains(post.Sends, StringComparison.Ordinal));
                fixture.Server.Requests.Clear();
                string? error = Run(fixture, (post.Who is null || post.IsRenewal ? "" : "$null = Get-RestoreSession -Last 1; ") + post.Script, version).ErrorId;
                Assert.Equal((ending, post.IsSilent ? null : "ServerUnreachable"), (ending, error?.Split(',')[0]));
                AssertCount(fixture, post, $"{ending} on a {(isReused ? "reused" : "new")} connection", isReused);
            }
        }
    }

    [Theory]
    [MemberData(nameof(GetCells))]
    public async Task what_changes_nothing_is_sent_a_bounded_number_of_times(string script, int version)
    {
        await using ShellFixture fixture = await OpenAsync();
        Assert.Null(Run(fixture, $"{Connect} $credential -MaximumRetryCount {Retries}", version).ErrorId);
        foreach ((string ending, Func<Fault> make) in Endings)
        {
            fixture.Server.Requests.Clear();
            fixture.Server.Faults.Clear();
            fixture.Server.Faults.Add(make(), times: int.MaxValue);
            Assert.StartsWith(script == Wait ? "WaitTimedOut," : "ServerUnreachable,", fixture.Run(script).ErrorId, StringComparison.Ordinal);
            Assert.All(fixture.Server.Requests, r => Assert.Equal("GET", r.Method));
            int most = (ending == "FIN" ? MostOfDotNet : 1) * (1 + Retries) * (script == Wait ? 2 : 1);
            Assert.InRange(fixture.Server.Requests.Count, ending == "FIN" || script == Wait ? 1 + Retries : most, most);
        }
    }

    // What comes before the request leaves its connection open, or closes it.
    private static void Prepare(ShellFixture fixture, Post post, bool isReused)
    {
        Dictionary<string, string> headers = isReused ? new() { ["Retry-After"] = "0" } : new() { ["Connection"] = "close" };
        if (post.IsRenewal)
        {
            if (post.IsRefused)
            {
                fixture.Server.Faults.Add(Fault.Status(400, headers: headers), times: int.MaxValue, when: r => r.Body.Contains("grant_type=refresh_token", StringComparison.Ordinal));
            }

            fixture.Server.Faults.Add(Fault.Status(401, headers: headers), times: int.MaxValue, when: r => r.Method == "GET");
        }
        else if (post.Who is null && isReused)
        {
            fixture.Server.Faults.Add(Fault.Status(503, headers: headers), "token");
        }
        else if (!isReused)
        {
            fixture.Server.Faults.Add(Fault.Closing(), times: int.MaxValue, when: r => r.Method == "GET");
        }
    }

    private static void AssertCount(ShellFixture fixture, Post post, string cell, bool isReused)
    {
        RequestRecord[] seen = [.. fixture.Server.Requests];
        int[] sent = [.. Enumerable.Range(0, seen.Length).Where(i => seen[i].Method == "POST" && seen[i].Body.Contains(post.Sends, StringComparison.Ordinal))];
        int afterOther = sent[post.Who is null && isReused ? 1 : 0];
        Assert.Equal((cell, post.Times), (cell, sent.Count(i => i >= afterOther)));
        Assert.All(sent, i => Assert.Equal(seen[i].Body.Length, int.Parse(seen[i].Headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(sent, i => Assert.Equal((seen[i].Body.Length > 0, false), (seen[i].Headers.ContainsKey("Content-Type"), seen[i].Headers.ContainsKey("Expect"))));
        if (afterOther > 0)
        {
            Assert.Equal((cell, isReused), (cell, seen[afterOther].Connection == seen[afterOther - 1].Connection));
        }
    }

    private static async Task<ShellFixture> OpenAsync()
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 0, ChecksContract = false }, isConnected: false);
        fixture.Server.Sessions.Use([new SessionRecord { Id = new Guid(Id), CreationTime = new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc), State = "Working", EventCount = 2 }]);
        return fixture;
    }

    private static ShellResult Run(ShellFixture fixture, string script, int version) => fixture.Run(script.Replace("{0}", version.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));

    private static TheoryData<string, int> Cells(IEnumerable<(string Name, int Version)> cells)
    {
        TheoryData<string, int> data = [];
        foreach ((string name, int version) in cells)
        {
            data.Add(name, version);
        }

        return data;
    }

    private sealed record Post(string Name, int Since, string Script)
    {
        /// <summary>Who is connected before; null for nobody.</summary>
        public string? Who { get; init; } = "$credential";

        /// <summary>A part of the body by which it is known.</summary>
        public string Sends { get; init; } = "";

        public bool IsRenewal { get; init; }

        public bool IsRefused { get; init; }

        public bool IsSilent { get; init; }

        /// <summary>How often it is sent: a refresh again with each attempt at the request that needs it.</summary>
        public int Times { get; init; } = 1;
    }
}
