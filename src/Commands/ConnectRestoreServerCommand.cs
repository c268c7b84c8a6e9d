using System.Management.Automation;
using System.Net;
using System.Security;
using RestoreSessions.Api;
using RestoreSessions.Api.Authentication;
using RestoreSessions.Commands.Base;
using RestoreSessions.Completion;
using RestoreSessions.Connections;
using RestoreSessions.Errors;
using RestoreSessions.Http;
using RestoreSessions.Parameters;

namespace RestoreSessions.Commands;

/// <summary>Logs on to servers and keeps their tokens for this runspace.</summary>
[Cmdlet(VerbsCommunications.Connect, "RestoreServer", DefaultParameterSetName = "Credential", HelpUri = OnlineHelp.Authorization)]
[OutputType(typeof(RestoreConnection))]
public sealed class ConnectRestoreServerCommand : RestoreCommand
{
    private const int LongestTimeoutSec = int.MaxValue / 1000;

    private readonly List<(ServerAddress Address, string? Pin)> _servers = new();

    /// <summary>The servers: names, IP addresses, or whole https://host:port addresses.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ServerCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Server { get; set; } = Array.Empty<string>();

    /// <summary>The port of the REST API, if the server's address contains none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PortInput]
    public int Port { get; set; } = ServerAddress.DefaultPort;

    /// <summary>The user to log on as. For a user name alone, PowerShell prompts for the password.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Credential")]
    [Credential]
    [ValidateUserName]
    public PSCredential? Credential { get; set; }

    /// <summary>A token obtained elsewhere. It cannot be renewed: when it expires, the connection ends.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "AccessToken")]
    [Secret]
    [ValidateNotNull]
    public SecureString? AccessToken { get; set; }

    /// <summary>Who logs on by assertion: an application id, or the identifiers of user and tenant as userId.tenantId.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Assertion")]
    [ValidateClientId]
    public string ClientId { get; set; } = "";

    /// <summary>What the Microsoft identity platform answered for this logon: the access token, or the whole JSON document. It is used once and not kept.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Assertion")]
    [Secret]
    [ValidateAssertion]
    public SecureString? Assertion { get; set; }

    /// <summary>Log on as a restore operator (v6 and later), and not as a tenant.</summary>
    [Parameter(ParameterSetName = "Assertion")]
    public SwitchParameter RestoreOperator { get; set; }

    /// <summary>The version of the REST API to use. By default the newest that the server serves.</summary>
    [Parameter]
    [SingleValue]
    [ValidateNotNull]
    public RestoreApiVersion? ApiVersion { get; set; }

    /// <summary>Accept every certificate on these connections. An attacker in the network can then read the password: pin the certificate instead.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The SHA-1 or SHA-256 thumbprint of the only certificate to accept. Colons and spaces are ignored.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? CertificateThumbprint { get; set; }

    /// <summary>The proxy to use, such as http://proxy.contoso.local:8080. By default the platform's: HTTPS_PROXY, or Windows' Internet Options.</summary>
    [Parameter]
    [ProxyAddress]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>The credential for the proxy; only with <see cref="Proxy"/>.</summary>
    [Parameter]
    [Credential]
    [ValidateUserName]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Seconds to wait for an answer or, in a listing, for its next data; 0 waits forever.</summary>
    [Parameter]
    [SingleValue]
    [ValidateRange(0, LongestTimeoutSec)]
    public int TimeoutSec { get; set; } = 100;

    /// <summary>How often a request is repeated after a temporary failure.</summary>
    [Parameter]
    [SingleValue]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 5;

    /// <summary>Write the connections.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Looks at what the command line gives: only the cell of a row may be empty.</summary>
    private protected override void Begin()
    {
        ConnectArguments input = new(EndWith);
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Port)))
        {
            input.Port(Port, null);
        }

        if (MyInvocation.BoundParameters.ContainsKey(nameof(CertificateThumbprint)))
        {
            input.Thumbprint(CertificateThumbprint ?? "", null);
        }
    }

    /// <summary>Takes the servers in: each row of a list may have a port and a thumbprint of its own.</summary>
    private protected override void Process()
    {
        ConnectArguments input = new(EndWith);
        foreach (string server in Server)
        {
            int port = Port == 0 ? ServerAddress.DefaultPort : input.Port(Port, server);
            string? pin = string.IsNullOrWhiteSpace(CertificateThumbprint) ? null : input.Thumbprint(CertificateThumbprint!, server);
            _servers.Add((input.Server(server, port), pin));
        }
    }

    /// <summary>Connects to the servers side by side.</summary>
    private protected override void End()
    {
        WebProxy? proxy = new ConnectArguments(EndWith).Proxy(Proxy, ProxyCredential);
        NetworkCredential? token = ParseToken();
        string arguments = ConnectArguments.Repeat(MyInvocation.BoundParameters);
        RunspaceConnections own = RunspaceConnections.Current;
        RunOnEach(_servers, async (server, output) =>
        {
            CertificatePolicy certificates = new(SkipCertificateCheck, server.Pin);
            ConnectionSettings settings = new(server.Address, certificates, Timeout(), MaximumRetryCount, Clock.Machine, proxy);
            try
            {
                ServerConnection connection = await ServerConnection.LogOnAsync(settings, Input(token), ApiVersion, output.Verbose, output.Cancellation).ConfigureAwait(false);
                own.Add(connection);
                if (PassThru)
                {
                    output.Write(connection);
                }
            }
            catch (RestFailure failure)
            {
                // For the command that pins the certificate.
                failure.Arguments = arguments;
                own.Fail(new FailedConnection(failure.Server, failure.Message, Clock.Machine.UtcNow));
                throw;
            }
        });
    }

    private LogonInput Input(NetworkCredential? token) => new()
    {
        AccessToken = token,
        Credential = Credential is null ? null : new NetworkCredential(Credential.UserName, Credential.Password),
        Assertion = Assertion is null ? null : new ClientAssertion(ClientId, new NetworkCredential("", Assertion).Password, RestoreOperator),
    };

    private TimeSpan Timeout() => TimeoutSec == 0 ? System.Threading.Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(TimeoutSec);

    private NetworkCredential? ParseToken()
    {
        NetworkCredential? token = AccessToken is null ? null : new NetworkCredential("", AccessToken);

        // A secure string is read only up to its first NUL character.
        if (token is not null && (token.Password.Length < AccessToken!.Length || !BearerToken.IsToken(token.Password)))
        {
            EndWith(ErrorRecords.InvalidAccessToken());
        }

        return token;
    }
}
