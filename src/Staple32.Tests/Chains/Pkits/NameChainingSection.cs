using System.Formats.Asn1;
using Staple32.Chains;
using Xunit;
using static Staple32.Tests.Chains.Pkits.Hierarchy;
using static Staple32.Tests.Chains.TestName;

namespace Staple32.Tests.Chains.Pkits;

/// <summary>PKITS 4.3: the issuer is found by its name, however the two spell it (RFC 5280 section 7.1).</summary>
public sealed class NameChainingSection
{
    private const string State = "2.5.4.8";
    private const string SerialNumber = "2.5.4.5";
    private const string Qualifier = "2.5.4.46";
    private const string DomainComponent = "0.9.2342.19200300.100.1.25";

    // What RFC 5280 4.1.2.4 says that readers should know beside the mandatory ones.
    private static readonly string[] s_optional = ["2.5.4.7", "2.5.4.12", "2.5.4.4", "2.5.4.42", "2.5.4.43", "2.5.4.65", "2.5.4.44"];

    private static readonly Cases s_cases = new()
    {
        { "4.3.1 another name", () => NotFound(Nist("Good CA Root")) },
        { "4.3.2 the same parts in another order", () => NotFound(Of(Printable(Organization, "Test Certificates"), Printable(Country, "US"), Printable(CommonName, "Good CA"))) },
        { "4.3.3 more spaces between words", () => Found(Of(Printable(Country, "US"), Printable(Organization, "Test   Certificates"), Printable(CommonName, "Good  CA"))) },
        { "4.3.4 spaces before and after", () => Found(Of(Printable(Country, "US"), Printable(Organization, "  Test Certificates"), Printable(CommonName, "Good CA   "))) },
        { "4.3.5 capital letters", () => Found(Of(Printable(Country, "us"), Printable(Organization, "TEST certificates"), Printable(CommonName, "gOOD ca"))) },
        { "4.3.6 with unique identifiers", WithUniqueIdentifiers },
        { "4.3.7 mandatory attribute types", () => Same(
            Printable(Country, "US"), Printable(Organization, "Test"), Printable(State, "Maryland"), Printable(SerialNumber, "345"),
            Printable(Qualifier, "CA"), (DomainComponent, UniversalTagNumber.IA5String, "testcertificates"), Printable(CommonName, "CA")) },
        { "4.3.8 optional attribute types", () => Same([.. s_optional.Select(oid => Utf8(oid, "value"))]) },
        { "4.3.9 UTF-8", () => Same(Utf8(Country, "US"), Utf8(Organization, "Prüfzertifikate"), Utf8(CommonName, "有効")) },
        { "4.3.10 PrintableString turns into UTF8String", () => Found(Of(Utf8(Country, "US"), Utf8(Organization, "Test Certificates"), Utf8(CommonName, "Good CA"))) },
        { "4.3.11 UTF-8 and capital letters", () => Between(
            Of(Utf8(Organization, "Prüfzertifikate"), Utf8(CommonName, "CA")), Of(Utf8(Organization, "PRÜFZERTIFIKATE  "), Utf8(CommonName, "ca"))).IsFine() },
        { "BMPString and UTF8String", () => Found(Of(
            (Country, UniversalTagNumber.PrintableString, "US"), (Organization, UniversalTagNumber.BMPString, "Test Certificates"), (CommonName, UniversalTagNumber.BMPString, "Good CA"))) },
        { "a part less", () => NotFound(Of(Printable(Country, "US"), Printable(CommonName, "Good CA"))) },
        { "a part more", () => NotFound(Nist("Good CA", "Unit")) },
        { "another type of attribute", () => NotFound(Of(Printable(Country, "US"), Printable(Organization, "Test Certificates"), Printable(OrganizationalUnit, "Good CA"))) },
        { "words run together", () => NotFound(Of(Printable(Country, "US"), Printable(Organization, "TestCertificates"), Printable(CommonName, "Good CA"))) },
        { "an empty issuer name", () => NotFound([0x30, 0]) },
    };

    public static TheoryData<string> Names => s_cases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void NameChaining(string name) => s_cases[name]();

    private static Hierarchy Between(byte[] subject, byte[] issuer) =>
        Below.Ca("CA", s => s.EncodedName = subject).End(s => s.EncodedIssuerName = issuer);

    private static ChainResult Found(byte[] issuer) => Between(Nist("Good CA"), issuer).IsFine();

    private static ChainResult Same(params (string Oid, UniversalTagNumber Type, string Text)[] name) => Between(Of(name), Of(name)).IsFine();

    private static ChainResult NotFound(byte[] issuer)
    {
        Hierarchy line = Between(Nist("Good CA"), issuer);
        return line.Build().Has((line.Last, Fine)).Sums(TrustErrors.PartialChain);
    }

    private static ChainResult WithUniqueIdentifiers()
    {
        // [1] and [2] IMPLICIT BIT STRING behind the key (RFC 5280 4.1.2.8).
        static TestCertificate Identified(TestCertificate certificate) => Resigned.With(certificate, parts =>
        {
            parts.Insert(7, [0x81, 2, 0, 0x01]);
            parts.Insert(8, [0x82, 2, 0, 0x02]);
        });
        return Below.Ca("CA").Changed(Identified).End().Changed(Identified).IsFine();
    }
}
