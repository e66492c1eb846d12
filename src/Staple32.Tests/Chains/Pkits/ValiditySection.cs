using System.Formats.Asn1;
using Staple32.Chains;
using Xunit;
using static Staple32.Tests.Chains.Pkits.Hierarchy;

namespace Staple32.Tests.Chains.Pkits;

/// <summary>PKITS 4.2: validity periods, at their edges and in both forms of time.</summary>
public sealed class ValiditySection
{
    private const TrustErrors Bad = TrustErrors.NotTimeValid;

    private static readonly DateTimeOffset s_now = TestPki.Now;
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private static readonly Cases s_cases = new()
    {
        { "4.2.1 a CA that is not yet valid", () => Below.Ca("CA", s => s.NotBefore = s_now.AddDays(1)).End().Has(Fine, Bad, Fine) },
        { "4.2.2 an end certificate that is not yet valid", () => Below.Ca("CA").End(s => s.NotBefore = s_now.AddDays(1)).Has(Bad, Fine, Fine) },
        { "4.2.3 valid since before 2000, as UTCTime", () => Below.Ca("CA").End(s => s.NotBefore = new(1950, 1, 1, 12, 1, 0, TimeSpan.Zero)).IsFine() },
        { "4.2.4 valid since a GeneralizedTime", () => Below.Ca("CA").End(s => s.NotBefore = new(2002, 1, 1, 12, 1, 0, TimeSpan.Zero)).Changed(Generalized).IsFine() },
        { "4.2.5 a CA that has expired", () => Below.Ca("CA", s => s.NotAfter = s_now.AddDays(-1)).End().Has(Fine, Bad, Fine) },
        { "4.2.6 an end certificate that has expired", () => Below.Ca("CA").End(s => s.NotAfter = s_now.AddDays(-1)).Has(Bad, Fine, Fine) },
        { "4.2.7 expired before 2000, as UTCTime", () => Below.Ca("CA").End(Until(1999)).Has(Bad, Fine, Fine) },
        { "4.2.8 valid until a GeneralizedTime", () => Below.Ca("CA").End(s => s.NotAfter = new(2050, 1, 1, 12, 1, 0, TimeSpan.Zero)).IsFine() },
        { "valid forever (RFC 5280 4.1.2.5)", () => Below.Ca("CA").End(s => s.NotAfter = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero)).IsFine() },
        { "the first second", () => Below.Ca("CA").End(s => s.NotBefore = s_now).IsFine() },
        { "the second before the first", () => Below.Ca("CA").End(s => s.NotBefore = s_now + s_second).Has(Bad, Fine, Fine) },
        { "the last second", () => Below.Ca("CA").End(s => s.NotAfter = s_now).IsFine() },
        { "the second after the last", () => Below.Ca("CA").End(s => s.NotAfter = s_now - s_second).Has(Bad, Fine, Fine) },
        { "all of them expired", () => Below.Ca("CA", Until(2025)).End(Until(2025)).Has(Bad, Bad, Fine) },
        { "a CA's period need not contain that of what it issued", () => Below.Ca("CA", s => s.NotBefore = s_now.AddDays(-1)).End(s => s.NotBefore = s_now.AddDays(-100)).IsFine() },
    };

    public static TheoryData<string> Names => s_cases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Periods(string name) => s_cases[name]();

    private static Action<Spec> Until(int year) => s =>
    {
        s.NotBefore = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);
        s.NotAfter = new(year, 1, 1, 12, 1, 0, TimeSpan.Zero);
    };

    // RFC 5280 wants UTCTime before 2050, and readers to take both. Signed anew with the key of the case's CA: see Resigned.
    private static TestCertificate Generalized(TestCertificate certificate) => Resigned.With(certificate, parts =>
    {
        DateTimeOffset notBefore = certificate.Certificate.NotBefore, notAfter = certificate.Certificate.NotAfter;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteGeneralizedTime(notBefore, omitFractionalSeconds: true);
            writer.WriteUtcTime(notAfter);
        }

        parts[4] = writer.Encode();
    });
}
