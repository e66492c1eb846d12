namespace Staple32.Retrieval;

/// <summary>Why a request brought no usable HTTP answer.</summary>
public enum TransportFailure
{
    None,

    /// <summary>The host answered that nobody listens there.</summary>
    Refused,

    /// <summary>The name could not be resolved.</summary>
    Dns,

    /// <summary>The time was up, whatever it was spent on.</summary>
    Timeout,

    /// <summary>The connection broke before the answer was complete.</summary>
    Reset,

    /// <summary>The body ended before its announced length or its last chunk.</summary>
    Truncated,

    /// <summary>The body is longer than allowed.</summary>
    TooLarge,

    /// <summary>The headers are longer than allowed.</summary>
    HeadersTooLarge,

    /// <summary>Too many redirects, one without a target, or one to where we do not go.</summary>
    BadRedirect,

    /// <summary>A content encoding that was not asked for.</summary>
    ContentEncoding,

    /// <summary>TLS failed: handshake or server certificate.</summary>
    Tls,

    /// <summary>Not HTTP.</summary>
    Protocol,

    /// <summary>No route to the host or its network.</summary>
    Unreachable,

    Other,
}

/// <summary>What one HTTP request brought.</summary>
/// <param name="Failure">None if a whole answer came, whatever its status.</param>
/// <param name="Status">The status of the last answer seen, also beside some failures; 0 if none came.</param>
/// <param name="MediaType">Content-Type as it came, parameters included; null if missing or empty.</param>
/// <param name="Body">The whole body of a 200; empty for any other status and for every failure.</param>
/// <param name="Validators">ETag and Last-Modified of the answer.</param>
/// <param name="RetryAfter">Retry-After as it came.</param>
/// <param name="Detail">One line for logs that says what went wrong; empty when nothing did.</param>
public sealed record HttpAnswer(
    TransportFailure Failure,
    int Status,
    string? MediaType,
    ReadOnlyMemory<byte> Body,
    CacheValidators Validators,
    string? RetryAfter,
    string Detail)
{
    /// <summary>An answer that never came.</summary>
    public static HttpAnswer Failed(TransportFailure failure, string detail, int status = 0) =>
        new(failure, status, null, ReadOnlyMemory<byte>.Empty, CacheValidators.None, null, detail);
}
