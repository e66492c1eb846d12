using Staple32.Ocsp;
using Staple32.Retrieval;

namespace Staple32.Prefetch;

/// <summary>What the latest response says of the certificate.</summary>
public enum ServerResponseState
{
    /// <summary>No response is held.</summary>
    None,

    Good,

    Revoked,

    /// <summary>No valid response is held, and the responder's last word was that it does not know the certificate.</summary>
    Unknown,
}

/// <summary>Why the last attempt brought nothing: of several URLs, the last one asked.</summary>
/// <param name="End">Refused, HttpError or TransportError.</param>
/// <param name="Refusal">Why a response was refused; None if none came.</param>
/// <param name="HttpStatus">0 if there was no HTTP answer.</param>
/// <param name="Failure">Why there was no HTTP answer; else None.</param>
/// <param name="Source">The URL, or a file URL.</param>
/// <param name="Detail">One line for logs.</param>
public sealed record RetrievalProblem(
    RetrievalEnd End, OcspRefusal Refusal, int HttpStatus, TransportFailure Failure, string Source, string Detail);

/// <summary>The state of one entry at one moment. Times are of the wall clock.</summary>
/// <param name="State">What the latest response says.</param>
/// <param name="ThisUpdate">Of the latest response; null if none is held.</param>
/// <param name="NextUpdate">The end of its validity that counts.</param>
/// <param name="ServedUntil">Until when it is handed out: the end of its validity less the least validity of the settings.</param>
/// <param name="NextAttempt">When the next attempt is due; now if one is under way; null if the network is not asked.</param>
/// <param name="LastAttempt">When the last attempt, or look at the file, ended; null if there was none.</param>
/// <param name="LastProblem">Why it brought nothing; null if it did not fail.</param>
/// <param name="ConsecutiveFailures">Attempts that failed since the last that did not.</param>
/// <param name="Retrievals">Attempts that have ended, however many URLs and requests they took.</param>
/// <param name="Requests">HTTP requests sent in all.</param>
/// <param name="Source">Where the latest response came from; before there is one, the URL that is asked first.</param>
public sealed record ServerResponseStatus(
    ServerResponseState State,
    DateTimeOffset? ThisUpdate,
    DateTimeOffset? NextUpdate,
    DateTimeOffset? ServedUntil,
    DateTimeOffset? NextAttempt,
    DateTimeOffset? LastAttempt,
    RetrievalProblem? LastProblem,
    int ConsecutiveFailures,
    long Retrievals,
    long Requests,
    string? Source);
