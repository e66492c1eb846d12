using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Staple32.Retrieval;
using Xunit;

namespace Staple32.Tests.Retrieval;

/// <summary>Responders whose URL is https.</summary>
public sealed class TlsTests
{
    private static readonly TimeSpan s_ample = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_responder_behind_TLS_is_asked_when_its_certificate_is_trusted()
    {
        using X509Certificate2 certificate = MakeCertificate(DateTimeOffset.UtcNow.AddDays(1));
        await using var server = new FaultyServer(Faults.Good([1, 2]), certificate);
        HttpAnswer answer = await AskAsync(server.Url, certificate);
        Assert.Equal((TransportFailure.None, 200, ""), (answer.Failure, answer.Status, answer.Detail));
    }

    [Fact]
    public async Task An_untrusted_certificate_is_a_failure_of_TLS()
    {
        using X509Certificate2 certificate = MakeCertificate(DateTimeOffset.UtcNow.AddDays(1));
        await using var server = new FaultyServer(Faults.Good([1, 2]), certificate);
        HttpAnswer answer = await AskAsync(server.Url, null);
        Assert.Equal((TransportFailure.Tls, 0), (answer.Failure, answer.Status));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task An_expired_certificate_is_a_failure_of_TLS()
    {
        using X509Certificate2 certificate = MakeCertificate(DateTimeOffset.UtcNow.AddDays(-1));
        await using var server = new FaultyServer(Faults.Good([1, 2]), certificate);
        Assert.Equal(TransportFailure.Tls, (await AskAsync(server.Url, certificate)).Failure);
    }

    [Fact]
    public async Task A_certificate_of_another_host_is_a_failure_of_TLS()
    {
        using X509Certificate2 certificate = MakeCertificate(DateTimeOffset.UtcNow.AddDays(1));
        await using var server = new FaultyServer(Faults.Good([1, 2]), certificate);
        var url = new Uri($"https://ca.invalid:{server.Port}/");
        Assert.Equal(TransportFailure.Tls, (await AskAsync(url, certificate)).Failure);
    }

    [Fact]
    public async Task A_server_that_does_not_speak_TLS_is_a_failure_of_TLS()
    {
        await using var server = new FaultyServer(Faults.Raw("HTTP/1.1 400 Bad Request\r\n\r\n"));
        HttpAnswer answer = await AskAsync(new UriBuilder(server.Url) { Scheme = "https" }.Uri, null);
        Assert.Equal(RecordedRequest.NotHttp, Assert.Single(server.Requests).Method);
        Assert.Equal(TransportFailure.Tls, answer.Failure);
    }

    [Fact]
    public async Task A_handshake_that_hangs_is_a_timeout()
    {
        await using var server = new FaultyServer(Faults.NeverAnswer);
        HttpAnswer answer = await AskAsync(
            new UriBuilder(server.Url) { Scheme = "https" }.Uri, null, TimeSpan.FromMilliseconds(400));
        Assert.Equal(TransportFailure.Timeout, answer.Failure);
    }

    [Fact]
    public async Task A_redirect_from_https_to_http_is_not_followed()
    {
        await using var plain = new FaultyServer(Faults.Good([1]));
        using X509Certificate2 certificate = MakeCertificate(DateTimeOffset.UtcNow.AddDays(1));
        await using var server = new FaultyServer(Faults.Redirect(302, plain.Url.AbsoluteUri), certificate);
        Assert.Equal(TransportFailure.BadRedirect, (await AskAsync(server.Url, certificate)).Failure);
        Assert.Empty(plain.Requests);
    }

    private static async Task<HttpAnswer> AskAsync(Uri url, X509Certificate2? root, TimeSpan? timeout = null)
    {
        using var transport = new HttpTransport(new()
        {
            TrustedRoots = root is null ? null : [root],
            ResolveName = _ => [IPAddress.Loopback],
        });
        return await transport.SendAsync(new(url, null, CacheValidators.None), timeout ?? s_ample, 4096, default);
    }

    private static X509Certificate2 MakeCertificate(DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=responder", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(notAfter.AddDays(-10), notAfter);
    }
}
