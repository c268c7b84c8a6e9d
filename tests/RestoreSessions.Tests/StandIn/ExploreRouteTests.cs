using System.Text.Json;
using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.StandIn;

/// <summary>Every way to start a session, and that the stand-in remembers everything that was asked for.</summary>
public sealed class ExploreRouteTests
{
    private const string Scope = """{"type":"User","id":"u1","user":{"id":"u1","displayName":"Jane Doe","name":"jane@contoso.com","type":"User"}}""";

    private static readonly Guid Organization = new(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
    private static readonly Guid Job = new(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 2]);
    private static readonly Guid Repository = new(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 3]);
    private static readonly Guid Retrieval = new(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 4]);

    private static readonly StartRecord Plain = new()
    {
        StartedBy = AccountKind.Administrator,
        Organization = "contoso.onmicrosoft.com",
        PointInTime = new DateTime(2026, 5, 1, 8, 0, 0, DateTimeKind.Utc).AddTicks(1_234_567),
        Type = "Vesp",
        ShowDeleted = true,
        ShowAllVersions = false,
    };

    private static readonly StartRecord Operators = Plain with { StartedBy = AccountKind.Operator, Reason = "Ticket 1", Scope = Scope };

    // Path, body beside the common options, the first version that has it, what is remembered.
    private static readonly (string Path, string More, int Since, StartRecord Expected)[] Ways =
    [
        ($"Organizations/{Organization}/explore", "", 6, Plain),
        ($"Organizations/{Organization}/explore", $""","repositoryId":"{Repository}" """, 8, Plain with { RepositoryId = Repository }),
        ("Organization/Explore", "", 6, Plain with { StartedBy = AccountKind.Tenant }),
        ("Organization/OperatorExplore", $""","reason":"Ticket 1","scope":{Scope}""", 6, Operators),
        ("Organization/OperatorExplore", $""","reason":"Ticket 1","scope":{Scope},"repositoryId":"{Repository}" """, 8, Operators with { RepositoryId = Repository }),
        ($"Jobs/{Job}/explore", "", 6, Plain with { JobId = Job }),
        ($"BackupRepositories/{Repository}/explore?organizationId={Organization}", "", 7, Plain with { RepositoryId = Repository }),
    ];

    public static TheoryData<int, int> Cells
    {
        get
        {
            TheoryData<int, int> cells = [];
            for (int way = 0; way < Ways.Length; way++)
            {
                foreach (int version in new[] { 6, 7, 8 })
                {
                    cells.Add(way, version);
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task each_way_opens_what_was_asked_for_from_its_version_on(int way, int version)
    {
        (string path, string more, int since, StartRecord expected) = Ways[way];
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { ChecksContract = version >= since });
        using PlainClient client = new(server, expected.StartedBy);
        string body = $$"""{"dateTime":"2026-05-01T10:00:00.1234567+02:00","type":"Vesp","showDeleted":true,"showAllVersions":false{{more}}}""";
        (int status, JsonElement session) = await client.PostAsync($"v{version}/{path}", body);
        if (version < since && more.Length == 0)
        {
            Assert.Equal(404, status);
            Assert.Empty(server.Started);
            return;
        }

        // A server passes over a property that it does not know.
        expected = version < since ? expected with { RepositoryId = null } : expected;

        Assert.Equal(version == 8 ? 201 : 200, status);
        Assert.Equal(expected with { SessionId = session.GetProperty("id").GetGuid() }, Assert.Single(server.Started));
        Assert.Equal(
            ("Vesp", "Working", "contoso.onmicrosoft.com", expected.Reason ?? "", expected.Scope is null ? "" : "Jane Doe"),
            (Text(session, "type"), Text(session, "state"), Text(session, "organization"), Text(session, "reason"), Text(session, "scopeName")));
        string opener = expected.StartedBy switch
        {
            AccountKind.Tenant => server.Options.Tenant.UserName,
            AccountKind.Operator => server.Options.Operator.UserName,
            _ => @"VBO\Administrator",
        };
        Assert.Equal(opener, Text(session, "initiatedBy"));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task a_retrieval_is_explored_without_a_body(int version)
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        using PlainClient client = new(server);
        JsonElement session = (await client.PostAsync($"v{version}/DataRetrievals/{Retrieval}/explore")).Body;
        Assert.Equal(
            new StartRecord { SessionId = session.GetProperty("id").GetGuid(), Organization = "contoso.onmicrosoft.com", DataRetrievalId = Retrieval },
            Assert.Single(server.Started));
    }

    [Theory]
    [InlineData(AccountKind.Tenant, "Organization/action")]
    [InlineData(AccountKind.Administrator, "Organizations/00000001-0000-0000-0000-000000000001/action")]
    public async Task v5_wraps_the_options(AccountKind kind, string path)
    {
        await using RestoreServer server = await RestoreServer.StartAsync();
        using PlainClient client = new(server, kind);
        const string options = """{"datetime":"2026-05-01T08:00:00.1234567Z","type":"Vesp","showDeleted":true,"showAllVersions":false}""";
        Assert.Equal(400, (await client.PostAsync("v5/" + path, options)).Status);
        (int status, JsonElement session) = await client.PostAsync("v5/" + path, $$"""{"explore":{{options}}}""");
        Assert.Equal(201, status);
        Assert.Equal(Plain with { SessionId = session.GetProperty("id").GetGuid(), StartedBy = kind }, Assert.Single(server.Started));
    }

    [Theory]
    [InlineData("Organizations/00000009-0000-0000-0000-000000000001/explore", "{}", 404)]
    [InlineData("Jobs/00000001-0000-0000-0000-000000000001/explore", "{}", 404)]
    [InlineData("DataRetrievals/00000001-0000-0000-0000-000000000001/explore", "", 404)]
    [InlineData("BackupRepositories/00000001-0000-0000-0000-000000000001/explore?organizationId=00000001-0000-0000-0000-000000000001", "{}", 404)]
    [InlineData("BackupRepositories/00000001-0000-0000-0000-000000000003/explore", "{}", 400)]
    [InlineData("Organizations/00000001-0000-0000-0000-000000000001/explore", "[", 400)]
    public async Task what_is_not_there_opens_nothing(string path, string body, int expected)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { ChecksContract = false });
        using PlainClient client = new(server);
        Assert.Equal(expected, (await client.PostAsync("v8/" + path, body)).Status);
        Assert.Empty(server.Started);
    }

    [Fact]
    public async Task nothing_opens_while_the_proxies_are_away()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { IsProxyOffline = true });
        using PlainClient client = new(server);
        (int status, JsonElement body) = await client.PostAsync($"v7/Jobs/{Job}/explore", "{}");
        Assert.Equal((500, "ProxyOffline"), (status, Text(body, "errorCode")));
        Assert.Empty(server.Started);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
