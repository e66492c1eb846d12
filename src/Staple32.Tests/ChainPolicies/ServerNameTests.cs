using System.Security.Cryptography.X509Certificates;
using Staple32.ChainPolicies;
using Staple32.Tests.Chains;
using Xunit;

namespace Staple32.Tests.ChainPolicies;

/// <summary>RFC 9525 section 6, RFC 6125 sections 6.4.3 and 6.4.4, RFC 5280 section 7.2.</summary>
public class ServerNameTests
{
    private static readonly TestCertificate s_root = TestPki.Root("root");

    [Theory]
    [InlineData("www.example.com", "dns:www.example.com")]
    [InlineData("WWW.Example.COM", "dns:www.example.com")]
    [InlineData("www.example.com", "dns:WWW.EXAMPLE.COM")]
    [InlineData("www.example.com.", "dns:www.example.com")]
    [InlineData("www.example.com", "dns:www.example.com.")]
    [InlineData("www.example.com", "dns:other.example.com", "dns:www.example.com")]
    [InlineData("www.example.com", "dns:*.example.com")]
    [InlineData("WWW.example.com", "dns:*.EXAMPLE.com")]
    [InlineData("xn--bcher-kva.example.com", "dns:*.example.com")]
    [InlineData("localhost", "dns:localhost")]
    [InlineData("a_b.example.com", "dns:a_b.example.com")]
    // U-labels, as RFC 3492 encodes them.
    [InlineData("bücher.example", "dns:xn--bcher-kva.example")]
    [InlineData("BÜCHER.example", "dns:xn--bcher-kva.example")]
    [InlineData("xn--bcher-kva.example", "dns:XN--BCHER-KVA.example")]
    [InlineData("www.bücher.example", "dns:*.xn--bcher-kva.example")]
    [InlineData("192.0.2.1", "ip:C0000201")]
    [InlineData("2001:db8::1", "ip:20010DB8000000000000000000000001")]
    [InlineData("[2001:DB8:0::1]", "ip:20010DB8000000000000000000000001")]
    public void IsNamed(string server, params string[] names) => Assert.True(Names(server, names));

    [Theory]
    [InlineData("example.com", "dns:www.example.com")]
    [InlineData("www.example.com", "dns:example.com")]
    [InlineData("www.example.com.evil.org", "dns:www.example.com")]
    // The wildcard is the whole leftmost label and covers exactly one.
    [InlineData("example.com", "dns:*.example.com")]
    [InlineData("a.b.example.com", "dns:*.example.com")]
    [InlineData(".example.com", "dns:*.example.com")]
    [InlineData("www.example.com", "dns:w*.example.com")]
    [InlineData("www.example.com", "dns:*w.example.com")]
    [InlineData("www.example.com", "dns:www.*.com")]
    [InlineData("a.b.example.com", "dns:*.*.example.com")]
    [InlineData("example.com", "dns:*.com")]
    [InlineData("example", "dns:*")]
    [InlineData("www.example.com", "dns:*")]
    [InlineData("www.example.com", "dns:")]
    [InlineData("", "dns:")]
    [InlineData(".", "dns:.")]
    [InlineData("bücher.example", "dns:bcher.example")]
    [InlineData("www.example.com", "mail:www.example.com")]
    [InlineData("www.example.com", "uri:https://www.example.com/")]
    // Addresses are in iPAddress only, octet for octet.
    [InlineData("192.0.2.1", "dns:192.0.2.1")]
    [InlineData("192.0.2.1", "dns:*.0.2.1")]
    [InlineData("192.0.2.1", "ip:C0000202")]
    [InlineData("192.0.2.1", "ip:00000000000000000000FFFFC0000201")]
    [InlineData("0xC0.0.2.1", "ip:C0000201")]
    [InlineData("192.0.513", "ip:C0000201")]
    [InlineData("3221225985", "ip:C0000201")]
    [InlineData("2001:db8::1", "ip:20010DB8000000000000000000000002")]
    [InlineData("www.example.com", "ip:C0000201")]
    public void IsNotNamed(string server, params string[] names) => Assert.False(Names(server, names));

    [Fact]
    public void ANameThatGoesOnBehindAZeroIsAnotherName()
    {
        Assert.False(Names("www.example.com", "dns:www.example.com\0.evil.org"));
        Assert.False(Names("www.example.com", "dns:*.example.com\0"));
    }

    [Theory]
    [InlineData("www.example.com", "CN=www.example.com", true)]
    [InlineData("www.example.com", "CN=*.example.com", true)]
    [InlineData("www.example.com", "O=www.example.com", false)]
    [InlineData("bücher.example", "CN=bücher.example", true)]
    [InlineData("xn--bcher-kva.example", "CN=Bücher.example", true)]
    [InlineData("192.0.2.1", "CN=192.0.2.1", true)]
    [InlineData("192.0.2.1", "CN=*.0.2.1", false)]
    [InlineData("1.0.2.1", "CN=*.0.2.1", false)]
    [InlineData("2001:db8:0:0::1", "CN=2001:db8::1", true)]
    public void TheCommonNameCountsWithoutAlternatives(string server, string subject, bool expected) =>
        Assert.Equal(expected, new ServerName(server).IsNamedBy(TestPki.Leaf(subject, s_root).Certificate));

    [Fact]
    public void OfSeveralCommonNamesTheMostSpecificCounts()
    {
        // Written most specific first, encoded last.
        TestCertificate leaf = TestPki.Leaf("CN=www.example.com, CN=intranet", s_root);
        Assert.True(new ServerName("www.example.com").IsNamedBy(leaf.Certificate));
        Assert.False(new ServerName("intranet").IsNamedBy(leaf.Certificate));
    }

    [Theory]
    [InlineData("dns:other.example.com", false)]
    [InlineData("ip:C0000201", false)]
    [InlineData("mail:somebody@example.com", true)]
    public void TheCommonNameDoesNotCountBesideAlternativesThatServersHave(string alternative, bool expected)
    {
        TestCertificate leaf = TestPki.Leaf("CN=www.example.com", s_root, s => s.Extensions.Add(TestExtensions.AlternativeNames(alternative)));
        Assert.Equal(expected, new ServerName("www.example.com").IsNamedBy(leaf.Certificate));
    }

    [Fact]
    public void MalformedAlternativesNameNobody()
    {
        TestCertificate leaf = TestPki.Leaf("CN=www.example.com", s_root, s => s.Extensions.Add(new X509Extension("2.5.29.17", [0x30, 0x03, 0x82, 0x05, 0x41], critical: false)));
        Assert.False(new ServerName("www.example.com").IsNamedBy(leaf.Certificate));
    }

    private static bool Names(string server, params string[] names) =>
        new ServerName(server).IsNamedBy(TestPki.Leaf("CN=nobody", s_root, s => s.Extensions.Add(TestExtensions.AlternativeNames(names))).Certificate);
}
