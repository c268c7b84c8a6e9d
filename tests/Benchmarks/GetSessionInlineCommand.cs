using System;
using System.IO;
using System.Management.Automation;
using System.Net;
using System.Threading;
using RestoreSessions.Api;
using RestoreSessions.Api.Authentication;
using RestoreSessions.Http;
using RestoreSessions.Paging;

namespace RestoreSessions.Benchmarks;

/// <summary>Lists with the module's reader, but on the pipeline's own thread, to see what the second thread is worth.</summary>
[Cmdlet(VerbsCommon.Get, "SessionInline")]
public sealed class GetSessionInlineCommand : PSCmdlet
{
    /// <summary>Host and port.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Server { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ConnectionSettings settings = new(ServerAddress.Parse(Server, 4443), new CertificatePolicy(true, null), TimeSpan.FromSeconds(100), 0, Clock.Machine);
        using ServerConnection connection = ServerConnection.LogOnAsync(
            settings, new LogonInput { Credential = new NetworkCredential(@"DOMAIN\admin", "benchmark") }, RestoreApiVersion.v5, _ => { }, CancellationToken.None).GetAwaiter().GetResult();
        ApiRequest request = new Endpoints(RestoreApiVersion.v5).Sessions(new SessionQuery(), 0, Listing<RestoreSession>.LargestPage);
        request.IsListing = true;

        // The answer is taken back to this thread, the only one that may write.
        using Response response = connection.OpenClient(_ => { }, CancellationToken.None).Ahead(request).TakeAsync().GetAwaiter().GetResult();
        using StreamReader text = response.OpenText();
        using PageReader<RestoreSession> reader = new(text, ObjectReaders.Session);
        foreach (RestoreSession session in reader.Items())
        {
            WriteObject(session);
        }
    }
}
