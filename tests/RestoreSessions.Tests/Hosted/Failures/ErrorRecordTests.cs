using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using FakeServer;
using HostedShell;
using RestoreSessions.Tests.Help;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>What a script can tell errors apart by, for every error id: the category, the object that it is about, and whether it ended the command.</summary>
public sealed class ErrorRecordTests
{
    private const string Unknown = "00000000-1111-2222-3333-444444444444";

    private static readonly Case[] Cases =
    [
        new("NotConnected", "Disconnect-RestoreServer; Get-RestoreSession", ErrorCategory.ConnectionError, _ => null),
        new("NotConnected", "$c = Get-RestoreConnection; Disconnect-RestoreServer; Get-RestoreSession -Connection $c", ErrorCategory.ConnectionError, s => s.Server.Server),
        new("InvalidServer", "Connect-RestoreServer http://vbo $credential", ErrorCategory.InvalidArgument, _ => "http://vbo"),
        new("InvalidThumbprint", "Connect-RestoreServer $server $credential -CertificateThumbprint 12", ErrorCategory.InvalidArgument, _ => "12"),
        new("InvalidPort", "Connect-RestoreServer $server $credential -Port 70000", ErrorCategory.InvalidArgument, _ => null),
        new("InvalidPort", "[pscustomobject]@{ Server = 'vbo'; Port = 'x' } | Connect-RestoreServer -Credential $credential", ErrorCategory.InvalidArgument, _ => "vbo"),
        new("InvalidAccessToken", "Connect-RestoreServer $server -AccessToken ([Net.NetworkCredential]::new('', 'a b').SecurePassword)", ErrorCategory.InvalidArgument, _ => null),
        new("InvalidProxy", "Connect-RestoreServer $server $credential -Proxy http://user:word@proxy:8080/path", ErrorCategory.InvalidArgument, _ => "http://proxy:8080"),
        new("InvalidProxy", "Connect-RestoreServer $server $credential -ProxyCredential $credential", ErrorCategory.InvalidArgument, _ => null),
        new("InvalidTimeRange", "Get-RestoreSession 2026-06-02 2026-06-01", ErrorCategory.InvalidArgument, _ => null),
        new("InvalidReportInput", "Export-RestoreSessionReport $file -Session $null", ErrorCategory.InvalidArgument, _ => null),
        new("InvalidReportPath", "Export-RestoreSessionReport env:a -Session ([RestoreSessions.RestoreSession]::new())", ErrorCategory.InvalidArgument, _ => "env:a"),
        new("ReportExists", "Export-RestoreSessionReport $file -NoClobber -Session ([RestoreSessions.RestoreSession]::new())", ErrorCategory.ResourceExists, s => s.Run("$file").One<string>()),
        new("ReportNotWritten", "Export-RestoreSessionReport $file/a -Session ([RestoreSessions.RestoreSession]::new())", ErrorCategory.WriteError, s => s.Run("[IO.Path]::Combine($file, 'a')").One<string>()),
        new("InvalidAuditPath", "Export-RestoreSessionAudit env:a", ErrorCategory.InvalidArgument, _ => "env:a"),
        new("AuditInUse", "$held = [IO.File]::Open(\"$file.lock\", 'OpenOrCreate', 'ReadWrite', 'None'); Export-RestoreSessionAudit $file", ErrorCategory.ResourceBusy, s => s.Run("$held.Dispose(); $file").One<string>()),
        new("AuditNotRecognized", "[IO.File]::WriteAllText($file, 'a line of mine'); Export-RestoreSessionAudit $file", ErrorCategory.InvalidData, s => s.Run("$file").One<string>()),
        new("AuditVersionNotKnown", "[IO.File]::WriteAllText(\"$file.state\", '{\"Version\":99}'); Export-RestoreSessionAudit $file", ErrorCategory.InvalidData, s => s.Run("$file").One<string>()),
        new("AuditNotWritten", "Export-RestoreSessionAudit $file/a", ErrorCategory.WriteError, s => s.Run("[IO.Path]::Combine($file, 'a')").One<string>()),
        new("RestoreOrganizationNotFound", "Start-RestoreSession nobody -Type Teams", ErrorCategory.ObjectNotFound, _ => "nobody") { Ends = false },
        new("AmbiguousOrganization", "Connect-RestoreServer $second $credential -CertificateThumbprint $thumbprint; Start-RestoreSession adatum.onmicrosoft.com -Type Teams", ErrorCategory.InvalidArgument, _ => "adatum.onmicrosoft.com") { Ends = false },
        new("AmbiguousConnection", "Connect-RestoreServer $second $credential -CertificateThumbprint $thumbprint; Start-RestoreSession -Type Teams", ErrorCategory.InvalidArgument, _ => null),
        new("OrganizationWithoutId", "Start-RestoreSession nameless -Type Teams", ErrorCategory.InvalidArgument, _ => "nameless") { Ends = false },
        new("OrganizationWithoutName", "[RestoreSessions.RestoreOrganization]::new() | Get-RestoreSession", ErrorCategory.InvalidArgument, _ => null) { Ends = false },
        new("WaitTimedOut", "Wait-RestoreSession -Id $working -TimeoutSec 1 -PollingIntervalSec 1", ErrorCategory.OperationTimeout, s => s.Server.Sessions[0].Id) { Ends = false },
        new("RestoreSessionNotStopped", "Stop-RestoreSession -Id $working -Confirm:$false", ErrorCategory.OperationTimeout, s => s.Server.Sessions[0].Id) { Ends = false },
        new("RestoreSessionNotFound", $"Get-RestoreSessionEvent -Id {Unknown}", ErrorCategory.ObjectNotFound, _ => Guid.Parse(Unknown)) { Ends = false },
        new("RestoreSessionNotFound", $"Get-RestoreSessionEvent -Session ([RestoreSessions.RestoreSession]@{{ Id = '{Unknown}' }})", ErrorCategory.ObjectNotFound, _ => Guid.Parse(Unknown)) { Ends = false },
        new("RestoreSessionEventNotFound", $"Get-RestoreSessionEvent -Id $working -EventId {Unknown}", ErrorCategory.ObjectNotFound, s => s.Server.Sessions[0].Id) { Ends = false },
        new("ServerNotConnected", $$"""Get-RestoreSessionEvent -Session (ConvertFrom-Json '{"Id":"{{Unknown}}","Server":"elsewhere"}')""", ErrorCategory.ConnectionError, _ => Guid.Parse(Unknown)) { Ends = false },
        new("AmbiguousSession", "Connect-RestoreServer $second $credential -CertificateThumbprint $thumbprint; Stop-RestoreSession -Id $working -Confirm:$false", ErrorCategory.InvalidArgument, s => s.Server.Sessions[0].Id) { Ends = false },
        new("ServerNotResponding", "Get-RestoreSessionEvent -Id @(1..60).ForEach({ [guid]::NewGuid() })", ErrorCategory.ConnectionError, s => s.Server.Server, Fault.Reset()) { Earlier = null },
        new("SessionsLeftOut", "Connect-RestoreServer $second $credential -CertificateThumbprint $thumbprint; [RestoreSessions.RestoreSession]@{ Id = $working; Type = 'Vex'; Server = $server } | Get-RestoreSessionEvent", ErrorCategory.ConnectionError, s => s.Server.Server, Fault.Status(401)) { Ends = false, Earlier = 1 },
        new("ServerUnreachable", "Get-RestoreSession", ErrorCategory.ConnectionError, s => s.Server.Server, Fault.Reset()),
        new("CertificateRejected", "Connect-RestoreServer $server $credential", ErrorCategory.SecurityError, s => s.Server.Server),
        new("AuthenticationFailed", "Connect-RestoreServer $server ([pscredential]::new('me', $credential.Password)) -CertificateThumbprint $thumbprint", ErrorCategory.AuthenticationError, _ => "me"),
        new("AuthenticationFailed", "Connect-RestoreServer $server -AccessToken ([Net.NetworkCredential]::new('', 'spent').SecurePassword) -CertificateThumbprint $thumbprint", ErrorCategory.AuthenticationError, _ => null),
        new("AuthenticationFailed", "Connect-RestoreServer $server -ClientId app -Assertion $credential.Password -CertificateThumbprint $thumbprint", ErrorCategory.AuthenticationError, _ => "app"),
        new("ApiVersionNotServed", "Get-RestoreSessionStatistics -Id $working", ErrorCategory.NotImplemented, s => s.Server.Server),
        new("RequestTimedOut", "Get-RestoreSession", ErrorCategory.OperationTimeout, _ => "GET /v5/restoreSessions", Fault.StallHeaders()),
        new("UnexpectedAnswer", "Get-RestoreSession", ErrorCategory.InvalidData, _ => "GET /v5/restoreSessions", Fault.Html()),
        new("AccessDenied", "Get-RestoreSession", ErrorCategory.PermissionDenied, _ => "GET /v5/restoreSessions", Fault.Status(403)),
        new("AccessDenied", "Get-RestoreSessionEvent -Id $working", ErrorCategory.PermissionDenied, s => s.Server.Sessions[0].Id, Fault.Status(403)) { Ends = false },
        new("RequestRejected", "Get-RestoreSession", ErrorCategory.InvalidOperation, _ => "GET /v5/restoreSessions", Fault.Status(409)),
        new("RequestRejected", "Get-RestoreSession", ErrorCategory.InvalidOperation, _ => "GET /v5/restoreSessions", Fault.Status(404)),
        new("RequestRejected", "Stop-RestoreSession -Id $working -Confirm:$false", ErrorCategory.InvalidOperation, s => s.Server.Sessions[0].Id, Fault.Status(409)) { Ends = false },
        new("ServerFailed", "Get-RestoreSession", ErrorCategory.ResourceUnavailable, _ => "GET /v5/restoreSessions", Fault.Status(500)),
        new("ServerFailed", "Get-RestoreSessionEvent -Id $working", ErrorCategory.ResourceUnavailable, s => s.Server.Sessions[0].Id, Fault.Status(500)) { Ends = false },
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task an_error_has_its_category_and_names_what_it_is_about(int number)
    {
        Case expected = Cases[number];
        using TemporaryFolder folder = new();
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        await using RestoreServer second = await RestoreServer.StartAsync();
        SessionRecord[] sessions = [new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc), State = "Working" }];
        fixture.Server.Sessions.Use(sessions);
        second.Sessions.Use(sessions);
        fixture.Server.Organizations.Use([.. fixture.Server.Organizations.All, new OrganizationRecord { Name = "nameless" }]);
        string set = string.Create(CultureInfo.InvariantCulture, $"$working = '{fixture.Server.Sessions[0].Id}'; $second = '{second.Server}'; $file = '{folder.Write("audit.html", "")}'");
        Assert.Null(fixture.Run(set + "; Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v5 -MaximumRetryCount 0 -TimeoutSec " + (expected.Id == "RequestTimedOut" ? "1" : "60")).ErrorId);
        fixture.Server.Options.StopsAtLook = expected.Id == "RestoreSessionNotStopped" ? int.MaxValue : 0;
        if (expected.Fault is not null)
        {
            fixture.Server.Faults.Add(expected.Fault, "restoreSessions", times: int.MaxValue, when: r => expected.Command.Contains("Stop-", StringComparison.Ordinal) == (r.Method == "POST"));
        }

        // A command that ends itself is caught; one that goes on is not.
        ShellResult result = fixture.Run($"try {{ {expected.Command} }} catch {{ throw }}");
        string command = expected.Command.Split(expected.Command.Contains(" | ", StringComparison.Ordinal) ? '|' : ';')[^1].Trim().Split(' ')[0];
        ErrorRecord record = result.Errors[^1];
        Assert.Equal($"{expected.Id},RestoreSessions.Commands.{command.Replace("-", "", StringComparison.Ordinal)}Command", record.FullyQualifiedErrorId);
        Assert.Equal(expected.Earlier ?? result.Errors.Count - 1, result.Errors.Count - 1);
        object? target = record.TargetObject switch { RestoreSession session => session.Id, RestoreOrganization organization => organization.Name, var other => other };
        Assert.Equal((expected.Category, expected.Target(fixture)), (record.CategoryInfo.Category, target));
        Assert.Equal(expected.Ends, result.TerminatingError is not null);
        if (expected.Fault is not null)
        {
            Assert.Equal(expected.Id == "SessionsLeftOut" ? null : fixture.Server.Server, (record.Exception as RestoreServerException)?.Server);
        }

        Assert.Equal(expected.Id is "WaitTimedOut" or "RestoreSessionNotStopped", record.TargetObject is RestoreSession);
    }

    // A method that makes a record gives it its own name, in whatever class it stands.
    [Fact]
    public void every_error_id_of_the_module_stands_in_the_table_and_on_the_page_of_errors()
    {
        string[] met = [.. Cases.Select(one => one.Id).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(HelpPage.ErrorIds, met);
        Assert.Equal(met, typeof(RestoreSession).Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(method => method.ReturnType == typeof(ErrorRecord) && method.Name is not ("Make" or "From")).Select(method => method.Name).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>An error, a command that meets it, and what is known of its record.</summary>
    private sealed record Case(string Id, string Command, ErrorCategory Category, Func<ShellFixture, object?> Target, Fault? Fault = null)
    {
        public bool Ends { get; init; } = true;

        /// <summary>How many errors are written before it; null where that depends on which of several requests fails first.</summary>
        public int? Earlier { get; init; } = 0;
    }
}
