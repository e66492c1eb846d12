using Staple32.Ocsp;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Ocsp;

/// <summary>What the verifier's tests share: a time, the default settings, and short ways to ask.</summary>
internal static class OcspJudge
{
    public static readonly DateTimeOffset Now = new(2024, 6, 15, 12, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset AnHourAgo = Now.AddHours(-1);

    public static readonly OcspVerificationSettings Defaults = new(TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(43200));

    public static OcspVerdict Judge(TestPki pki, byte[] response, DateTimeOffset? now = null) =>
        OcspVerifier.Verify(response, pki.Leaf.Parsed, pki.Authority.Parsed, now ?? Now, Defaults);

    public static AcceptedResponse Accepts(TestPki pki, byte[] response, DateTimeOffset? now = null)
    {
        OcspVerdict verdict = Judge(pki, response, now);
        Assert.True(verdict.Refusal == OcspRefusal.None, $"refused: {verdict.Refusal}, {verdict.Detail}");
        Assert.Empty(verdict.Detail);
        return Assert.IsType<AcceptedResponse>(verdict.Accepted);
    }

    public static void Refuses(OcspRefusal refusal, TestPki pki, byte[] response, DateTimeOffset? now = null)
    {
        OcspVerdict verdict = Judge(pki, response, now);
        Assert.Equal(refusal, verdict.Refusal);
        Assert.Null(verdict.Accepted);
        Assert.NotEmpty(verdict.Detail);
        Assert.DoesNotContain('\n', verdict.Detail);
    }
}
