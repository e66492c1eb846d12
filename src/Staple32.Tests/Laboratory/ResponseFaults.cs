using Org.BouncyCastle.Asn1;
using Staple32.Tests.Pki;
using static Staple32.Tests.Laboratory.Ending;

namespace Staple32.Tests.Laboratory;

/// <summary>Responses that arrive well and are wrong.</summary>
internal static class ResponseFaults
{
    private const string AnyPurpose = "2.5.29.37.0";

    public static readonly Fault[] Encoding =
    [
        Of("Response", "empty body", _ => []),
        Of("Response", "trailing bytes", bench => [.. bench.GoodBody(), 0]),
        Of("Response", "BER indefinite length", bench => Indefinite(bench.GoodBody())),
        Of("Response", "cut off", bench => bench.GoodBody()[..100]),
        Of("Response", "malformedRequest", _ => OcspAnswer.Error(1)),
        Of("Response", "internalError", _ => OcspAnswer.Error(2)),
        Of("Response", "tryLater", _ => OcspAnswer.Error(3)),
        Of("Response", "sigRequired", _ => OcspAnswer.Error(5)),
        Of("Response", "unauthorized", _ => OcspAnswer.Error(6)),
        Of("Response", "an error status nobody defined", _ => OcspAnswer.Error(4)),
        Of("Response", "successful without responseBytes", _ => OcspAnswer.Error(0)),
        Of("Response", "unknown response type", bench => (bench.GoodAnswer() with { ResponseType = "1.3.6.1.5.5.7.48.1.99" }).Encode()),
        Of("Response", "1000 embedded certificates", bench =>
            (bench.GoodAnswer() with { Embedded = Enumerable.Repeat(bench.Pki.Leaf.Encoded, 1000).ToArray() }).Encode()),
        Of("Response", "unknown critical extension", bench =>
            (bench.GoodAnswer() with { Extensions = [new TestExtension("1.2.3.4", true, [0x05, 0x00])] }).Encode()),
    ];

    public static readonly Fault[] Authority =
    [
        Of("Authority", "flipped signature", bench => (bench.GoodAnswer() with { Tamper = Flip }).Encode()),
        Of("Authority", "MD5", bench => (Delegated(bench, RsaResponder) with { SignatureAlgorithm = "MD5withRSA" }).Encode()),
        Of("Authority", "unknown algorithm", bench =>
            (bench.GoodAnswer() with { SignatureIdentifier = new DerSequence(new DerObjectIdentifier("1.2.3.4.5")) }).Encode()),
        Of("Authority", "RSA key of 768 bits", bench =>
            Delegated(bench, CertificateSpec.Responder() with { Key = TestKey.Of(KeyKind.Rsa768, "weak responder") }).Encode()),
        Of("Authority", "rogue self-signed signer", bench => SignedBy(bench, TestCertificate.SelfSigned(CertificateSpec.Responder("CN=Rogue"))).Encode()),
        Of("Authority", "delegate without OCSPSigning", bench =>
            Delegated(bench, CertificateSpec.Responder() with { ExtendedKeyUsage = null }).Encode()),
        Of("Authority", "delegate with any purpose only", bench =>
            Delegated(bench, CertificateSpec.Responder() with { ExtendedKeyUsage = [AnyPurpose] }).Encode()),
        Of("Authority", "delegate expired", bench =>
            Delegated(bench, CertificateSpec.Responder() with { NotAfter = bench.Now.AddSeconds(-1) }).Encode()),
        Of("Authority", "delegate not yet valid", bench =>
            Delegated(bench, CertificateSpec.Responder() with { NotBefore = bench.Now.AddMinutes(5) }).Encode()),
        Of("Authority", "delegate of another CA of the same name", bench => SignedBy(bench, Namesake(bench).Issue(CertificateSpec.Responder())).Encode()),
        Of("Authority", "wrong responderID", bench =>
            (bench.GoodAnswer() with { Responder = TestCertificate.SelfSigned(new CertificateSpec { Subject = "CN=Somebody else" }) }).Encode()),
        Of("Authority", "no certificates: the issuer signs", bench => bench.GoodBody(), Taken),
        Of("Authority", "a right delegate", bench => Delegated(bench, CertificateSpec.Responder()).Encode(), Taken),
    ];

    public static readonly Fault[] SingleResponse =
    [
        About("wrong serial", single => single with { Serial = [0x12, 0x34] }),
        About("wrong name hash", single => single with { IssuerNameHash = Changed(single.IssuerNameHash) }),
        About("wrong key hash", single => single with { IssuerKeyHash = Changed(single.IssuerKeyHash) }),
        Of("Single response", "none", bench => (bench.GoodAnswer() with { Singles = [] }).Encode()),
        Of("Single response", "ours among others", bench => WithSingles(bench, single => [single with { Serial = [0x77] }, single]), Taken),
        Of("Single response", "ours twice, good and revoked", bench =>
            WithSingles(bench, single => [single, single with { Status = AnswerStatus.Revoked }]), Taken),
        About("revoked", single => single with { Status = AnswerStatus.Revoked, RevocationReason = 1 }, Taken),
        About("unknown", single => single with { Status = AnswerStatus.Unknown }),
        About("unknown critical extension", single => single with { Extensions = [new TestExtension("1.2.3.4", true, [0x05, 0x00])] }),
    ];

    public static readonly Fault[] Time =
    [
        Valid("expired an hour ago, newer than the one held", bench => (bench.Now.AddHours(-2), bench.Now.AddHours(-1)), TakenNotServed),
        Valid("thisUpdate 1 s ahead", bench => (bench.Now.AddSeconds(1), bench.Now.AddDays(1)), Taken),
        Valid("thisUpdate 6 min ahead", bench => (bench.Now.AddMinutes(6), bench.Now.AddDays(1)), Kept),
        Valid("thisUpdate 2 days ahead", bench => (bench.Now.AddDays(2), bench.Now.AddDays(3)), Kept),
        Of("Time", "producedAt 6 min ahead", bench => (bench.GoodAnswer() with { ProducedAt = bench.Now.AddMinutes(6) }).Encode()),
        Valid("nextUpdate before thisUpdate", bench => (bench.Now.AddHours(-1), bench.Now.AddHours(-2)), Kept),
        Valid("nextUpdate absent", bench => (bench.Now.AddHours(-1), null), Taken),
        Valid("nextUpdate in 9999", bench => (bench.Now.AddHours(-1), new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero)), Taken),
        Valid("valid for 1 s", bench => (bench.Now, bench.Now.AddSeconds(1)), TakenNotServed),
        Valid("valid for 9 min", bench => (bench.Now, bench.Now.AddMinutes(9)), TakenNotServed),
        Valid("valid for 8 h", bench => (bench.Now, bench.Now.AddHours(8)), Taken),
        Valid("valid for 10 days", bench => (bench.Now, bench.Now.AddDays(10)), Taken),
    ];

    private static CertificateSpec RsaResponder => CertificateSpec.Responder() with { Key = TestKey.Of(KeyKind.Rsa2048, "responder") };

    private static Fault Of(string group, string name, Func<Bench, byte[]> body, Ending ending = Kept) => Fault.InTheBody(group, name, ending, body);

    private static Fault About(string name, Func<SingleAnswer, SingleAnswer> change, Ending ending = Kept) =>
        Of("Single response", name, bench => bench.GoodAnswer().About(change).Encode(), ending);

    private static Fault Valid(string name, Func<Bench, (DateTimeOffset From, DateTimeOffset? To)> times, Ending ending) =>
        Of("Time", name, bench =>
        {
            (DateTimeOffset from, DateTimeOffset? to) = times(bench);
            return (bench.GoodAnswer() with { ProducedAt = bench.Now }).About(single => single with { ThisUpdate = from, NextUpdate = to }).Encode();
        }, ending);

    private static byte[] WithSingles(Bench bench, Func<SingleAnswer, SingleAnswer[]> singles)
    {
        OcspAnswer answer = bench.GoodAnswer();
        return (answer with { Singles = singles(answer.Singles[0]) }).Encode();
    }

    private static OcspAnswer Delegated(Bench bench, CertificateSpec responder) => SignedBy(bench, bench.Pki.Authority.Issue(responder));

    private static OcspAnswer SignedBy(Bench bench, TestCertificate signer) => bench.GoodAnswer() with { Signer = signer, Embedded = [signer.Encoded] };

    private static TestCertificate Namesake(Bench bench) => TestCertificate.SelfSigned(new CertificateSpec
    {
        SubjectEncoded = bench.Pki.Authority.Subject,
        Key = TestKey.Of(KeyKind.P256, "namesake"),
        IsAuthority = true,
    });

    // The outer SEQUENCE with an indefinite length and end-of-contents octets.
    private static byte[] Indefinite(byte[] der)
    {
        int contents = 2 + (der[1] > 0x80 ? der[1] & 0x7F : 0);
        return [0x30, 0x80, .. der[contents..], 0, 0];
    }

    private static byte[] Flip(byte[] signature)
    {
        signature[^1] ^= 1;
        return signature;
    }

    private static byte[] Changed(byte[] hash) => [(byte)(hash[0] ^ 1), .. hash[1..]];
}
