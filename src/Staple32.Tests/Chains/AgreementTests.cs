using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using Staple32.Certificates;
using Staple32.Chains;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Chains;

/// <summary>Chains with any combination of flaws, judged by this library and by the framework's own chain engine.</summary>
public sealed class AgreementTests
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    /// <summary>What can be wrong with a certificate, or different from the plain case without being wrong.</summary>
    public enum Flaw
    {
        None,
        Expired,
        NotYetValid,
        NoBasicConstraints,
        NotAnAuthority,
        PathLengthZero,
        PathLengthOne,
        NoCertSign,
        NoKeyUsage,
        WrongSignature,
        UnknownCritical,
        UnknownNotCritical,
        OnlyClientAuth,
        BothUsages,
        NoKeyIdentifier,
        WrongPointer,
        Missing,
    }

    [Fact]
    public void A_chain_is_faultless_exactly_if_the_frameworks_engine_accepts_it() =>
        Prop.ForAll(Flaws(), Agree).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    // Up to three CAs and a leaf; mostly nothing is wrong with a certificate.
    private static Arbitrary<Flaw[]> Flaws()
    {
        Gen<Flaw> flaw = Gen.Frequency(
            (3, Gen.Constant(Flaw.None)),
            (1, Gen.Elements(Enum.GetValues<Flaw>())));
        return Arb.From(Gen.Choose(1, 4).SelectMany(count => flaw.ArrayOf(count)));
    }

    private static void Agree(Flaw[] flaws)
    {
        TestCertificate root = TestPki.Root("Root");
        var chain = new List<TestCertificate> { root };
        var others = new List<TestCertificate>();
        for (int i = 0; i < flaws.Length; i++)
        {
            bool isLeaf = i == flaws.Length - 1;
            Flaw flaw = flaws[i];
            TestCertificate made = isLeaf
                ? TestPki.Leaf("leaf", chain[^1], s => Apply(s, flaw))
                : TestPki.Authority($"CA {i}", chain[^1], s => Apply(s, flaw));
            chain.Add(made);
            if (!isLeaf && flaw != Flaw.Missing)
                others.Add(made);
        }

        ChainResult ours = Case.Trusting(root).With([.. others]).Build(chain[^1], r => r with
        {
            Usage = new UsageRequirement([ServerAuth], matchAny: false),
        });
        bool theirs = FrameworkAccepts(chain[^1], root, others, out string reasons);
        Assert.True((ours.Status.Errors == TrustErrors.None) == theirs, $"{string.Join(' ', flaws)}: {ours.Status.Errors}, framework: {reasons}");
    }

    private static void Apply(Spec spec, Flaw flaw)
    {
        switch (flaw)
        {
            case Flaw.Expired: spec.NotAfter = TestPki.Now.AddDays(-1); break;
            case Flaw.NotYetValid: spec.NotBefore = TestPki.Now.AddDays(1); break;
            case Flaw.NoBasicConstraints: spec.IsAuthority = null; break;
            case Flaw.NotAnAuthority: spec.IsAuthority = false; break;
            case Flaw.PathLengthZero: spec.PathLength = spec.IsAuthority == true ? 0 : null; break;
            case Flaw.PathLengthOne: spec.PathLength = spec.IsAuthority == true ? 1 : null; break;
            case Flaw.NoCertSign: spec.KeyUsage = X509KeyUsageFlags.DigitalSignature; break;
            case Flaw.NoKeyUsage: spec.KeyUsage = null; break;
            case Flaw.WrongSignature: spec.SigningKey = TestPki.NewKey(); break;
            case Flaw.UnknownCritical: spec.Extensions.Add(new X509Extension("1.2.3.4", [5, 0], critical: true)); break;
            case Flaw.UnknownNotCritical: spec.Extensions.Add(new X509Extension("1.2.3.4", [5, 0], critical: false)); break;
            case Flaw.OnlyClientAuth: spec.Usages = [ClientAuth]; break;
            case Flaw.BothUsages: spec.Usages = [ClientAuth, ServerAuth]; break;
            case Flaw.NoKeyIdentifier: spec.HasSubjectKeyIdentifier = false; break;
            case Flaw.WrongPointer: spec.Pointer = Pointer.None; break;
            default: break;
        }
    }

    private static bool FrameworkAccepts(TestCertificate leaf, TestCertificate root, List<TestCertificate> others, out string reasons)
    {
        var loaded = new List<X509Certificate2>();
        X509Certificate2 Load(TestCertificate certificate)
        {
            loaded.Add(X509CertificateLoader.LoadCertificate(certificate.Certificate.Encoded.Span));
            return loaded[^1];
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Load(root));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = TestPki.Now.UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(ServerAuth));
        foreach (TestCertificate other in others)
            chain.ChainPolicy.ExtraStore.Add(Load(other));
        bool accepted = chain.Build(Load(leaf));
        reasons = string.Join(' ', chain.ChainStatus.Select(s => s.Status));
        foreach (X509ChainElement element in chain.ChainElements)
            element.Certificate.Dispose();
        foreach (X509Certificate2 certificate in loaded)
            certificate.Dispose();
        return accepted;
    }

    [Fact]
    public void Certificates_with_any_octet_changed_never_break_the_search()
    {
        TestCertificate root = TestPki.Root("Root");
        TestCertificate authority = TestPki.Authority("CA", root, s =>
        {
            s.PathLength = 1;
            s.Usages = [ServerAuth, ClientAuth];
            s.Pointer = Pointer.IssuerAndSerial;
            s.Extensions.Add(TestExtensions.NameConstraints(["dns:example.com", "ip:0A000000FF000000", "dir:O=x"], ["mail:a@b.c", "uri:.x.y"]));
            s.Extensions.Add(TestExtensions.Policies("1.2.3", "1.2.4"));
            s.Extensions.Add(TestExtensions.Mappings(("1.2.3", "1.2.5")));
            s.Extensions.Add(TestExtensions.PolicyConstraints(1, 2));
            s.Extensions.Add(TestExtensions.InhibitAny(1));
        });
        TestCertificate leaf = TestPki.Leaf("CN=leaf,E=a@b.c", authority, s =>
        {
            s.Usages = [ServerAuth];
            s.Extensions.Add(TestExtensions.AlternativeNames("dns:www.example.com", "mail:a@b.c", "uri:http://x.y/", "ip:0A000001", "dir:CN=a,O=x", "upn:a@b"));
            s.Extensions.Add(TestExtensions.Policies("1.2.5"));
        });
        Prop.ForAll(
            ArbMap.Default.ArbFor<(bool, ushort, byte)[]>(),
            changes =>
            {
                byte[] changedLeaf = leaf.Certificate.Encoded.ToArray(), changedAuthority = authority.Certificate.Encoded.ToArray();
                foreach ((bool inLeaf, ushort position, byte value) in changes)
                {
                    byte[] target = inLeaf ? changedLeaf : changedAuthority;
                    target[position % target.Length] = value;
                }

                if (!Certificate.TryParse(changedLeaf, out Certificate? end) || !Certificate.TryParse(changedAuthority, out Certificate? issuer))
                    return;
                var bag = new MemoryStore();
                bag.TryAdd(issuer, null, AddDisposition.Always, out _);
                bag.TryAdd(authority.Certificate, null, AddDisposition.Always, out _);
                ChainResult result = new ChainEngine(new ChainEngineSettings(Case.StoreOf(root))).Build(new ChainRequest
                {
                    End = new StoredCertificate(end),
                    Time = TestPki.Now,
                    AdditionalStore = bag,
                    Options = ChainOptions.ReturnLowerQualityContexts | ChainOptions.DisablePass1QualityFiltering,
                });
                bool isUnchanged = changedLeaf.AsSpan().SequenceEqual(leaf.Certificate.Encoded.Span);
                Assert.True(isUnchanged || result.Status.Errors != TrustErrors.None);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }
}
