using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using Staple32.Certificates;
using Staple32.Certificates.Names;
using Staple32.Stores;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Stores;

/// <summary>However a certificate is damaged, as long as it is one it has names and facts, or has none; nothing is thrown.</summary>
public class DamagedNamesTests
{
    private static readonly Certificate s_rich = Rich();

    [Fact]
    public void A_damaged_certificate_is_shown_somehow() =>
        Prop.ForAll(Mutation.Some(), mutations =>
        {
            if (Certificate.TryParse(Mutation.Apply(s_rich.Encoded.ToArray(), mutations), out Certificate? certificate))
                ShowAll(new StoredCertificate(certificate));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static void ShowAll(StoredCertificate element)
    {
        foreach (bool of in (bool[])[false, true])
        {
            var names = new CertificateNames(element, ofIssuer: of, teletexIsLatin1: of, decodesPunycode: !of);
            string?[] shown = [names.Email, names.Url, names.Upn, names.SimpleDisplay, names.FriendlyDisplay, names.FindAttribute("2.5.4.3"), .. names.DnsNames];
            Assert.All(shown, name => Assert.DoesNotContain('\0', name ?? ""));
            foreach (NameStyle style in Enum.GetValues<NameStyle>())
                Assert.DoesNotContain('\0', names.Write(new NameFormat(style)));
        }

        for (uint id = 1; id < 140; id++)
            _ = ComputedProperties.Peek(element, id);
    }

    private static Certificate Rich()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("xn--bcher-kva.example");
        names.AddEmailAddress("xn--jrg-sna@xn--bcher-kva.example");
        names.AddUri(new Uri("http://xn--bcher-kva.example/"));
        names.AddUserPrincipalName("joe@domain");
        return TestCertificate.Make("E=xn--jrg-sna@example.com, O=\"Example, Inc.\", CN=büro, C=US", [1, 2], extensions: names.Build());
    }
}
