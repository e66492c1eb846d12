namespace Staple32.Ocsp;

/// <summary>
/// Which of two accepted responses about a certificate may follow the other: never backwards, so that a stale copy in somebody's
/// cache cannot undo a revocation.
/// </summary>
public static class ResponseOrder
{
    /// <summary>
    /// Whether a response must be refused because a newer one is held: its thisUpdate is older, and the one held is still time
    /// valid. Equal times are not backwards.
    /// </summary>
    /// <param name="candidate">The response that has just been accepted by the verifier.</param>
    /// <param name="held">The response held so far.</param>
    /// <param name="now">The wall clock.</param>
    public static bool IsBackwards(AcceptedResponse candidate, AcceptedResponse held, DateTimeOffset now) =>
        candidate.ThisUpdate < held.ThisUpdate && now < held.EffectiveNextUpdate;
}
