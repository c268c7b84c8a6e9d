using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using FakeServer;
using HostedShell;
using RestoreSessions.Errors;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What comes from outside moves no cursor, wherever the module shows it.</summary>
[Collection(LongPatience.Tab)]
public sealed partial class HostileTextTests
{
    public static TheoryData<string> All => [.. HostileText.All];

    [Theory]
    [InlineData(HostileText.ClearScreen, "a[U+001B][2J[U+001B][1;1Hb")]
    [InlineData("a\r\nb\tc", "a[U+000D][U+000A]b[U+0009]c")]
    public async Task a_certificates_subject_is_shown_as_what_it_is(string subject, string shown)
    {
        using X509Certificate2 certificate = Certificates.WithSubject(subject);
        CertificateRejected(await ConnectAsync(certificate, "-CertificateThumbprint " + new string('0', 64)));

        // A name is only told where it is another one than the server's.
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { Certificate = certificate });
        RestoreSessions.Http.RejectedCertificate rejected = RejectedForItsName(certificate);
        RestoreSessions.Http.Sender sender = new(null!, new RestoreSessions.Http.ConnectionSettings(
            RestoreSessions.Http.ServerAddress.Parse(server.Server, 4443), new RestoreSessions.Http.CertificatePolicy(false, null), TimeSpan.FromSeconds(1), 0, RestoreSessions.Http.Clock.Machine), default);
        RestoreSessions.Http.RestFailure failure = sender.Fail(
            new RestoreSessions.Http.ApiRequest(System.Net.Http.HttpMethod.Get, "a"), RestoreSessions.Http.FailureKind.CertificateRejected, rejected.Reason);
        string message = ErrorRecords.From(failure).ToString();
        AssertPlain(message);
        Assert.True(message.Contains(shown, StringComparison.Ordinal), message);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task neither_errors_nor_notes_carry_it(string text)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        string json = System.Text.Json.JsonSerializer.Serialize(text);
        foreach (Fault fault in new[]
        {
            Fault.Status(500, "{\"message\":" + json + "}"), Fault.Status(500, text, "text/plain"), Fault.Problem(500, text, text),
            Fault.RawBody("{" + json + ":[}"), Fault.RawBody("[{\"id\":" + json + "}]"), HostileText.Answer(500, text.Split('\r')[0].Replace("\0", "", StringComparison.Ordinal)),
        })
        {
            fixture.Server.Faults.Add(fault, "restoreSessions", times: 2);
            ShellResult result = fixture.Run("Get-RestoreSession -Verbose");
            fixture.Server.Faults.Clear();
            ErrorRecord error = Assert.Single(result.Errors);
            AssertPlain(error.ToString());
            AssertPlain(error.Exception.Message);
            AssertPlain(error.CategoryInfo.ToString());
            Assert.All(result.Verbose, AssertPlain);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task a_question_shows_it_as_what_it_is_and_properties_only_keep_what_cannot_be_seen(string text)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        SessionRecord record = new() { CreationTime = DateTime.UtcNow.AddDays(-1), State = "Working", Name = text, Organization = text, InitiatedBy = text, Reason = text };
        fixture.Server.Sessions.Use([record]);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v8").ErrorId);
        string kept = ControlCharacter().Replace(text, match => $"[U+{(int)match.Value[0]:X4}]");
        RestoreSession read = fixture.Run("Get-RestoreSession").One<RestoreSession>();
        Assert.Equal((kept, kept, kept, kept), (read.Organization, read.Name, read.InitiatedBy, read.Reason));
        foreach (string view in new[] { "Select-Object Reason", "Format-Table Reason", "Select-Object Reason, Organization", "Format-List *", "ForEach-Object Reason" })
        {
            Assert.DoesNotMatch(ControlCharacter(), fixture.Shell.Render($"Get-RestoreSession | {view}"));
        }

        CompletionResult completed = fixture.Run("$l = 'Get-RestoreSession -Id '; (TabExpansion2 $l $l.Length).CompletionMatches").As<CompletionResult>().Single(m => m.CompletionText == record.Id.ToString());
        AssertPlain(completed.ToolTip);
        Assert.Contains("[U+", completed.ToolTip, StringComparison.Ordinal);
        AssertPlain(new RestoreSession { Organization = text, InitiatedBy = text, Type = text }.Description);
    }

    [Fact]
    public async Task a_question_is_as_short_as_a_person_reads_whatever_the_server_sends()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        string text = new('\u202e', 150_000);
        SessionRecord record = new() { CreationTime = DateTime.UtcNow.AddDays(-1), State = "Working", Type = text, Organization = text, InitiatedBy = text, Result = text };
        fixture.Server.Sessions.Use([record]);
        fixture.Server.Organizations.Use([new OrganizationRecord { Id = Guid.NewGuid(), Name = text }]);
        CompletionResult[] completed = [.. fixture.Run("'Get-RestoreSession -Id ', 'Get-RestoreOrganization ' | ForEach-Object { (TabExpansion2 $_ $_.Length).CompletionMatches }").As<CompletionResult>()];
        Assert.Contains(completed, m => m.CompletionText == record.Id.ToString());
        Assert.All(completed, m => Assert.InRange(m.ToolTip.Length + m.ListItemText.Length + m.CompletionText.Length, 1, 5000));

        // The question of -WhatIf goes to the host, which keeps what it shows in the transcript.
        using TemporaryFolder folder = new();
        Assert.Null(fixture.Run($"Start-Transcript '{folder["shown.txt"]}' | Out-Null; Stop-RestoreSession -Id {record.Id} -WhatIf; Get-RestoreOrganization | Start-RestoreSession -Type Teams -WhatIf; Stop-Transcript | Out-Null").ErrorId);
        string shown = System.IO.File.ReadAllText(folder["shown.txt"]);
        Assert.Contains(record.Id.ToString(), shown, StringComparison.Ordinal);
        Assert.Contains("Start restore session", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length, 1, 20_000);
    }

    [Theory]
    [InlineData("RestoreSession", "Format-Table")]
    [InlineData("RestoreSession", "Format-List")]
    [InlineData("RestoreSessionEvent", "Format-Table")]
    [InlineData("RestoreSessionEvent", "Format-List")]
    [InlineData("RestoreOrganization", "Format-Table")]
    [InlineData("RestoreOrganization", "Format-List")]
    [InlineData("RestoreConnection", "Format-Table")]
    [InlineData("RestoreConnection", "Format-List")]
    [InlineData("RestoreSessionStatistics", "Format-List")]
    [InlineData("RestoreItemStatistics", "Format-List")]
    [InlineData("RestoreSessionItem", "Format-List")]
    public void no_view_carries_it(string type, string format)
    {
        Type model = typeof(RestoreSession).Assembly.GetType("RestoreSessions." + type)!;
        using Shell shell = new(new ShellOptions { Width = 400 });
        foreach (string mode in new[] { "FullLanguage", "ConstrainedLanguage" })
        {
            foreach (string text in HostileText.All)
            {
                string properties = string.Join("; ", model.GetProperties().Where(p => p.CanWrite && p.PropertyType == typeof(string)).Select(p => $"{p.Name} = $text")
                    .Concat(model.GetProperties().Where(p => p.PropertyType == typeof(string[])).Select(p => $"{p.Name} = @($text, 'x')")));
                shell.Runspace.SessionStateProxy.SetVariable("text", text);
                shell.Run($"$item = [RestoreSessions.{type}]@{{ {properties} }}");
                shell.Runspace.SessionStateProxy.LanguageMode = Enum.Parse<PSLanguageMode>(mode);
                string view = shell.Render("$PSStyle.OutputRendering = 'PlainText'; $item | " + format);
                shell.Runspace.SessionStateProxy.LanguageMode = PSLanguageMode.FullLanguage;
                AssertPlain(view.Replace("\n", "", StringComparison.Ordinal));
                Assert.Contains("[U+", view.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("Reports\u3164.docx", "Reports[U+3164].docx")]
    [InlineData("a\u115fb", "a[U+115F]b")]
    [InlineData("a\uffa0b", "a[U+FFA0]b")]
    [InlineData("a\u034fb", "a[U+034F]b")]
    public void a_view_shows_as_code_points_what_messages_show_so(string text, string shown)
    {
        using Shell shell = new(new ShellOptions { Width = 200, Variables = new Dictionary<string, object?> { ["text"] = text } });
        foreach (string format in new[] { "Format-List", "Format-Table" })
        {
            Assert.Contains(shown, shell.Render($"[RestoreSessions.RestoreSessionEvent]@{{ ItemName = $text }} | {format}"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Family: \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67")]
    [InlineData("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")]
    [InlineData("Gr\u00fc\u00dfe [draft] $x \\1")]
    public void a_view_leaves_alone_what_a_script_or_an_emoji_needs(string text)
    {
        using Shell shell = new(new ShellOptions { Width = 200, Variables = new Dictionary<string, object?> { ["text"] = text } });
        Assert.Contains(text, shell.Render("[RestoreSessions.RestoreSessionEvent]@{ ItemName = $text } | Format-List"), StringComparison.Ordinal);
    }

    private static RestoreSessions.Http.RejectedCertificate RejectedForItsName(X509Certificate2 certificate)
    {
        // The subject counts where a certificate has no alternative name.
        using System.Security.Cryptography.ECDsa key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        using X509Certificate2 other = new CertificateRequest(certificate.SubjectName, key, System.Security.Cryptography.HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        RestoreSessions.Http.CertificatePolicy policy = new(false, null);
        using System.Net.Http.HttpRequestMessage attempt = new();
        Assert.False(policy.Accept(attempt, other, null, System.Net.Security.SslPolicyErrors.RemoteCertificateNameMismatch));
        return policy.RejectedFor(attempt)!;
    }

    private static ErrorRecord CertificateRejected(ErrorRecord error)
    {
        Assert.Equal("CertificateRejected,RestoreSessions.Commands.ConnectRestoreServerCommand", error.FullyQualifiedErrorId);
        AssertPlain(error.ToString());
        return error;
    }

    private static async Task<ErrorRecord> ConnectAsync(X509Certificate2 certificate, string more)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { Certificate = certificate }, isConnected: false);
        return Assert.Single(fixture.Run($"Connect-RestoreServer $server $credential {more}").Errors);
    }

    private static void AssertPlain(string text) => Assert.DoesNotMatch(Invisible(), text);

    // Tabs and the ends of lines stay.
    [GeneratedRegex(@"[\p{Cc}-[\t\n\r]]|\r(?!\n)")]
    private static partial Regex ControlCharacter();

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]")]
    private static partial Regex Invisible();
}
