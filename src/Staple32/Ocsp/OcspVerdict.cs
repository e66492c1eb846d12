namespace Staple32.Ocsp;

/// <summary>What became of a response: accepted, or refused for one reason.</summary>
/// <param name="Accepted">The response, if it was accepted.</param>
/// <param name="Refusal">The reason, if it was not; else <see cref="OcspRefusal.None"/>.</param>
/// <param name="Detail">One line for logs; empty if accepted.</param>
public readonly record struct OcspVerdict(AcceptedResponse? Accepted, OcspRefusal Refusal, string Detail);
