using Staple32.Ocsp;

namespace Staple32.Retrieval;

/// <summary>How a retrieval ended.</summary>
public enum RetrievalEnd
{
    /// <summary>A response was accepted: see the verdict.</summary>
    Accepted,

    /// <summary>304: what is held is still the latest.</summary>
    NotModified,

    /// <summary>A response came and was refused: see the verdict.</summary>
    Refused,

    /// <summary>HTTP said no: another status than 200, or another media type (then the status is 200).</summary>
    HttpError,

    /// <summary>No HTTP answer: see the failure.</summary>
    TransportError,
}

/// <summary>What asking at one URL brought; of several requests, the last one's answer.</summary>
/// <param name="End">Which of the other fields say more.</param>
/// <param name="Verdict">For Accepted and Refused; else empty.</param>
/// <param name="HttpStatus">0 if no answer came.</param>
/// <param name="Failure">For TransportError; else None.</param>
/// <param name="RetryAfter">How long a 429 or 503 asked to wait from now; not clamped, never negative.</param>
/// <param name="Validators">For the next question at this URL (Accepted and NotModified); else empty.</param>
/// <param name="Detail">One line for logs: what was asked how, and what came.</param>
/// <param name="RequestsSent">HTTP requests, redirects not counted.</param>
public sealed record RetrievalOutcome(
    RetrievalEnd End,
    OcspVerdict Verdict,
    int HttpStatus,
    TransportFailure Failure,
    TimeSpan? RetryAfter,
    CacheValidators Validators,
    string Detail,
    int RequestsSent);
