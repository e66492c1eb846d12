using Staple32.Ocsp;

namespace Staple32.Prefetch;

/// <summary>Which of two accepted responses is the latest.</summary>
public static class Succession
{
    /// <summary>
    /// Never backwards: a response older than the one held is a stale copy from some cache, unless the one held is not time
    /// valid (expired, or ahead because the clock was wrong when it came) and the older one is.
    /// </summary>
    public static bool IsBackwards(AcceptedResponse candidate, AcceptedResponse? held, DateTimeOffset now, TimeSpan skew) =>
        held is not null && candidate.ThisUpdate < held.ThisUpdate
        && (Validity(held).Covers(now, skew) || !Validity(candidate).Covers(now, skew));

    /// <summary>
    /// Whether a response that does not go backwards says anything that the one held does not. A responder that signs
    /// again on every request brings nothing newer as long as status and times stay: servers keep what they built.
    /// </summary>
    public static bool IsNews(AcceptedResponse candidate, AcceptedResponse? held)
    {
        if (held is null || candidate.ThisUpdate != held.ThisUpdate) return true;
        return candidate.ProducedAt >= held.ProducedAt
            && (candidate.Status != held.Status
                || candidate.EffectiveNextUpdate != held.EffectiveNextUpdate
                || candidate.RevocationTime != held.RevocationTime
                || candidate.RevocationReason != held.RevocationReason);
    }

    /// <summary>The time it is valid for.</summary>
    public static ResponseValidity Validity(AcceptedResponse response) => new(response.ThisUpdate, response.EffectiveNextUpdate);
}
