using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FakeServer;
using RestoreSessions.Http;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>Whether a certificate was the cause is what the policy says of that attempt, whatever exception the platform makes of it.</summary>
public sealed class RejectedAttemptTests
{
    private static readonly X509Certificate2 Certificate = Certificates.SelfSigned();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_rejected_certificate_is_the_cause_of_its_own_attempt_alone(bool isAuthentication)
    {
        CertificatePolicy policy = new(acceptAny: false, pin: null);
        ConnectionSettings settings = new(ServerAddress.Parse("a", 4443), policy, TimeSpan.FromSeconds(10), 0, Clock.Machine);
        bool isRejected = true;
        Sender sender = new(new HttpMessageInvoker(new Handler(request =>
        {
            if (isRejected)
            {
                Assert.False(policy.Accept(request, Certificate, null, SslPolicyErrors.RemoteCertificateChainErrors));
            }

            throw new HttpRequestException("no", isAuthentication ? new AuthenticationException("no") : new IOException("no"));
        })), settings, CancellationToken.None);
        Assert.Equal(FailureKind.CertificateRejected, (await FailAsync(sender)).Kind);
        isRejected = false;
        Assert.Equal(isAuthentication ? FailureKind.ServerUnreachable : FailureKind.ConnectionBroken, (await FailAsync(sender)).Kind);
    }

    private static Task<RestFailure> FailAsync(Sender sender) =>
        Assert.ThrowsAsync<RestFailure>(() => sender.SendAsync(new ApiRequest(HttpMethod.Get, "v5/restoreSessions"), TestContext.Current.CancellationToken));

    private sealed class Handler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
