namespace Staple32.Ocsp;

/// <summary>What the verifier leaves to the administrator.</summary>
/// <param name="MaxClockSkew">How far in the future thisUpdate and producedAt may lie.</param>
/// <param name="ValidityWithoutNextUpdate">How long from thisUpdate a response counts that has no nextUpdate.</param>
public sealed record OcspVerificationSettings(TimeSpan MaxClockSkew, TimeSpan ValidityWithoutNextUpdate);
