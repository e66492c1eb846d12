using FsCheck;
using FsCheck.Fluent;
using Staple32.Ocsp;
using Staple32.Tests.Pki;
using Xunit;
using static Staple32.Tests.Ocsp.OcspJudge;

namespace Staple32.Tests.Ocsp;

/// <summary>However a response is damaged: no exception, and nothing accepted that the signer did not say.</summary>
public class DamagedResponseTests
{
    public static TheoryData<KeyKind, bool> Signers() => new()
    {
        { KeyKind.P256, false },
        { KeyKind.P256, true },
        { KeyKind.Rsa2048, true },
    };

    [Theory]
    [MemberData(nameof(Signers))]
    public void Every_single_flipped_bit_is_noticed(KeyKind kind, bool delegated)
    {
        TestPki pki = TestPki.Of(kind, delegated);
        byte[] good = Rich(pki);
        AcceptedResponse original = Accepts(pki, good);
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            byte[] damaged = good.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(IsRefusedOrTheSame(Judge(pki, damaged), original), $"bit {bit % 8} of octet {bit / 8}");
        }
    }

    [Theory]
    [MemberData(nameof(Signers))]
    public void No_damage_makes_it_another_response(KeyKind kind, bool delegated)
    {
        TestPki pki = TestPki.Of(kind, delegated);
        byte[] good = Rich(pki);
        AcceptedResponse original = Accepts(pki, good);
        Prop.ForAll(Mutation.Some(), mutations => IsRefusedOrTheSame(Judge(pki, Mutation.Apply(good, mutations)), original))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Random_bytes_are_refused() =>
        Prop.ForAll<byte[]>(bytes => Judge(TestPki.Of(KeyKind.P256), bytes).Accepted is null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Damage_before_signing_is_judged_without_an_exception()
    {
        // A hostile delegate signs nonsense: the mutation is inside what is signed, so nothing but the parser stands in its way.
        TestPki pki = TestPki.Of(KeyKind.P256, delegated: true);
        Prop.ForAll(Mutation.Some(), mutations =>
        {
            OcspVerdict verdict = Judge(pki, (pki.Answer(AnHourAgo) with { MutateData = data => Mutation.Apply(data, mutations) }).Encode());
            return verdict.Refusal == OcspRefusal.None == verdict.Accepted is not null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
    }

    // With everything optional in it, so that there is something to damage.
    private static byte[] Rich(TestPki pki)
    {
        TestExtension nonce = new("1.3.6.1.5.5.7.48.1.2", false, [0x04, 0x04, 1, 2, 3, 4]);
        OcspAnswer answer = pki.Answer(AnHourAgo);
        return (answer with
        {
            Singles = [.. answer.Singles, answer.Singles[0] with { Serial = [0x01], Status = AnswerStatus.Revoked, RevocationReason = 1 }],
            Extensions = [nonce],
        }).Encode();
    }

    // The certificates in a response are not signed over, so it may be accepted with damage to superfluous ones: but as the same.
    private static bool IsRefusedOrTheSame(OcspVerdict verdict, AcceptedResponse original) =>
        verdict.Accepted is not { } accepted
            ? verdict.Refusal != OcspRefusal.None
            : accepted.Status == original.Status
                && accepted.ThisUpdate == original.ThisUpdate
                && accepted.NextUpdate == original.NextUpdate
                && accepted.ProducedAt == original.ProducedAt
                && accepted.EffectiveNextUpdate == original.EffectiveNextUpdate
                && accepted.RevocationTime == original.RevocationTime;
}
