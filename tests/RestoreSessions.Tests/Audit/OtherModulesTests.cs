using System.Text.Json;
using FakeServer;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Audit;

/// <summary>Another module of the same process has set how Newtonsoft.Json reads and writes by default: the trail neither loses nor doubles a line.</summary>
public sealed class OtherModulesTests : IDisposable
{
    private const string Script = """
        $settings = [Newtonsoft.Json.JsonSerializerSettings]@{ DateTimeZoneHandling = 'Local'; DateFormatString = 'dd.MM.yyyy' }
        $settings.Converters.Add([Newtonsoft.Json.Converters.UnixDateTimeConverter]::new())
        $body = [Linq.Expressions.Expression]::Constant($settings)
        [Newtonsoft.Json.JsonConvert]::DefaultSettings = [Linq.Expressions.Expression]::Lambda([Func[Newtonsoft.Json.JsonSerializerSettings]], $body).Compile()
        $credential = [pscredential]::new($env:TEST_USER, [Net.NetworkCredential]::new('', $env:TEST_PASSWORD).SecurePassword)
        Connect-RestoreServer $env:TEST_SERVER $credential -CertificateThumbprint $env:TEST_PIN
        Export-RestoreSessionAudit $env:TEST_PATH
        "$($Error.Count) errors"
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task what_another_module_has_set_for_json_changes_no_line()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 0 });
        string path = _folder["restores.jsonl"];
        SessionRecord old = new() { CreationTime = DateTime.UtcNow.AddDays(-3), State = "Stopped", EndTime = DateTime.UtcNow.AddDays(-3).AddHours(1), EventCount = 2 };
        server.Sessions.Add(old);
        for (int run = 0; run < 3; run++)
        {
            server.Sessions.Add(new SessionRecord { CreationTime = DateTime.UtcNow.AddMinutes(run - 10), State = "Stopped", EndTime = DateTime.UtcNow.AddMinutes(run - 9), EventCount = 2 });
            (string shown, _) = await ChildShell.RunAsync(Script, new Dictionary<string, string>
            {
                ["TEST_SERVER"] = server.Server,
                ["TEST_USER"] = server.Options.UserName,
                ["TEST_PASSWORD"] = server.Options.Password,
                ["TEST_PIN"] = server.Thumbprint,
                ["TEST_PATH"] = path,
                ["TZ"] = "Asia/Tokyo",
            });
            Assert.Equal("0 errors", shown.Trim());

            // A run that cannot read the state of the one before reads everything again.
            Assert.Equal(run == 0, server.Requests.Any(request => request.Path.Contains(old.Id.ToString(), StringComparison.Ordinal)));
            server.Requests.Clear();
        }

        IReadOnlyList<JsonElement> lines = Trail.Read(path);
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines, server);
    }
}
