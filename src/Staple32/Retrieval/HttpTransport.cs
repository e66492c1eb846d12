using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Staple32.Certificates;

namespace Staple32.Retrieval;

/// <summary>
/// HTTP/1.1 over pooled connections, with a host's limits: every step counts against one timeout, headers and bodies are
/// bounded, nothing is decompressed, and redirects go where we choose to follow. Any thread may use it.
/// </summary>
public sealed class HttpTransport : IHttpTransport, IDisposable
{
    private const int MaxHeaderKilobytes = 64;

    /// <summary>An unread rest up to this is read away to keep the connection; beyond it a new one is cheaper.</summary>
    private const int MaxDrainBytes = 16 * 1024;

    private static readonly string s_userAgent =
        "Staple32/" + (typeof(HttpTransport).Assembly.GetName().Version ?? new Version(0, 0, 0)).ToString(3);

    private readonly HttpMessageInvoker _invoker;

    public HttpTransport(HttpTransportOptions? options = null)
    {
        options ??= new HttpTransportOptions();
        var connector = new Connector(new NameResolver(options.ResolveName), options.ConnectionAttemptDelay);
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            Proxy = options.Proxy ?? DefaultProxy(),
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            MaxResponseDrainSize = MaxDrainBytes,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionIdleTimeout = options.IdleTimeout,
            // So that a responder that moves to another address is followed there.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            // A request does not carry the host's tracing headers to a certificate authority.
            ActivityHeadersPropagator = null,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = ServerChainPolicy(options.TrustedRoots) },
            ConnectCallback = async (context, cancel) => new System.Net.Sockets.NetworkStream(
                await connector.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancel).ConfigureAwait(false),
                ownsSocket: true),
        });
    }

    public async Task<HttpAnswer> SendAsync(HttpQuestion question, TimeSpan timeout, int maxBytes, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var progress = new Progress();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            limit.CancelAfter(TimeSpan.FromMilliseconds(Math.Clamp(timeout.TotalMilliseconds, 0, int.MaxValue)));
            return await FollowAsync(question, maxBytes, progress, limit.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            // Whatever broke, it broke because the time was up.
            return HttpAnswer.Failed(TransportFailure.Timeout, progress.WhenTimeWasUp(timeout), progress.Status);
        }
        catch (Exception e)
        {
            return FailureReader.Read(e, progress.Status);
        }
    }

    public void Dispose() => _invoker.Dispose();

    private async Task<HttpAnswer> FollowAsync(HttpQuestion question, int maxBytes, Progress progress, CancellationToken cancel)
    {
        Uri url = question.Url;
        bool post = question.PostBody is not null;
        for (int followed = 0; ; followed++)
        {
            // The framework would end the process where OpenSSL is missing.
            if (url.Scheme == Uri.UriSchemeHttps && !SignatureVerifier.IsAvailable(out string missing))
                return HttpAnswer.Failed(TransportFailure.Tls, missing);
            using HttpRequestMessage request = MakeRequest(question, url, post);
            progress.Status = 0;
            using HttpResponseMessage response = await _invoker.SendAsync(request, cancel).ConfigureAwait(false);
            progress.Status = (int)response.StatusCode;
            if (!Redirects.Is(progress.Status))
                return await ReadAsync(response, maxBytes, progress, cancel).ConfigureAwait(false);
            string? refusal = Redirects.Follow(url, Raw(response.Headers, "Location"), followed, out Uri next);
            if (refusal is not null)
                return HttpAnswer.Failed(TransportFailure.BadRedirect, refusal, progress.Status);
            url = next;
            // "See other" is the one redirect that changes the method; a repeated question has to keep its body.
            post &= progress.Status != 303;
        }
    }

    private static HttpRequestMessage MakeRequest(HttpQuestion question, Uri url, bool post)
    {
        var request = new HttpRequestMessage(post ? HttpMethod.Post : HttpMethod.Get, url) { Version = HttpVersion.Version11 };
        request.Headers.TryAddWithoutValidation("User-Agent", s_userAgent);
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        if (post)
        {
            request.Content = new ReadOnlyMemoryContent(question.PostBody.GetValueOrDefault());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/ocsp-request");
        }
        else
        {
            if (question.Validators.ETag is { } tag)
                request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            if (question.Validators.LastModified is { } date)
                request.Headers.TryAddWithoutValidation("If-Modified-Since", date);
        }

        return request;
    }

    private static async Task<HttpAnswer> ReadAsync(
        HttpResponseMessage response, int maxBytes, Progress progress, CancellationToken cancel)
    {
        HttpContentHeaders headers = response.Content.Headers;
        var answer = new HttpAnswer(
            TransportFailure.None,
            (int)response.StatusCode,
            Raw(headers, "Content-Type"),
            ReadOnlyMemory<byte>.Empty,
            new CacheValidators(Raw(response.Headers, "ETag"), Raw(headers, "Last-Modified")),
            Raw(response.Headers, "Retry-After"),
            "");
        if (answer.Status != 200)
            return answer;
        if (Raw(headers, "Content-Encoding") is { } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return answer with
            {
                Failure = TransportFailure.ContentEncoding,
                Detail = $"content encoding {LogText.Clean(encoding)} was not asked for",
            };
        }

        long? announced = headers.ContentLength;
        if (announced > maxBytes)
            return TooLarge(answer, maxBytes);
        using Stream stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        // Long enough for what was announced, if that is little; more grows with what has come, for anybody can announce much.
        const int Little = 4096;
        byte[] body = new byte[Math.Min(announced is > 0 and < Little ? announced.GetValueOrDefault() : Little, maxBytes + 1L)];
        while (true)
        {
            int read = await stream.ReadAsync(body.AsMemory(progress.BodyBytes), cancel).ConfigureAwait(false);
            progress.BodyBytes += read;
            if (progress.BodyBytes > maxBytes)
                return TooLarge(answer, maxBytes);
            if (read == 0 || progress.BodyBytes == announced)
                return answer with { Body = progress.BodyBytes == body.Length ? body : body.AsSpan(0, progress.BodyBytes).ToArray() };
            if (progress.BodyBytes == body.Length)
                Array.Resize(ref body, (int)Math.Min(body.Length * 2L, maxBytes + 1L));
        }
    }

    private static HttpAnswer TooLarge(HttpAnswer answer, int maxBytes) =>
        answer with { Failure = TransportFailure.TooLarge, Detail = $"the body is longer than {maxBytes} bytes" };

    /// <summary>A header as it came, several joined by commas; null if missing or empty.</summary>
    private static string? Raw(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out HeaderStringValues values) && values.ToString().Trim() is { Length: > 0 } text
            ? text
            : null;

    private static IWebProxy DefaultProxy()
    {
        var variables = new ProxyVariables(HostEnvironment.Get);
        return variables.IsSet || !OperatingSystem.IsWindows() ? variables : HttpClient.DefaultProxy;
    }

    /// <summary>
    /// For https responders. Their certificates' status is not asked for (it would have to be asked here), and missing
    /// intermediates are not downloaded: both would go over the network outside every limit that is kept here.
    /// </summary>
    private static X509ChainPolicy ServerChainPolicy(X509Certificate2Collection? roots)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return policy;
    }

    /// <summary>How far a request has come, for saying what its time was spent on.</summary>
    private sealed class Progress
    {
        public int Status { get; set; }

        public int BodyBytes { get; set; }

        public string WhenTimeWasUp(TimeSpan timeout) => Status == 0
            ? $"no answer within {timeout.TotalMilliseconds:0} ms"
            : $"{BodyBytes} bytes of the body within {timeout.TotalMilliseconds:0} ms";
    }
}
