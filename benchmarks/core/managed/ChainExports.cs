using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace Staple32.Managed;

/// <summary>.NET's own chain builder: custom roots, nothing from the network, the leaf parsed anew each time.</summary>
internal static unsafe class ChainExports
{
    private static readonly X509Certificate2Collection s_roots = [];
    private static readonly X509Certificate2Collection s_others = [];

    [UnmanagedCallersOnly(EntryPoint = "managed_chain_roots")]
    public static void SetRoots(byte* path)
    {
        s_roots.Clear();
        s_others.Clear();
        s_roots.ImportFromPemFile(Marshal.PtrToStringUTF8((nint)path)!);
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_chain_add")]
    public static void Add(byte* certificate, int length) =>
        s_others.Add(X509CertificateLoader.LoadCertificate(new ReadOnlySpan<byte>(certificate, length)));

    /// <summary>The number of certificates in the chain; 0 if it is not trusted.</summary>
    [UnmanagedCallersOnly(EntryPoint = "managed_chain_build")]
    public static int Build(byte* leaf, int length)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(new ReadOnlySpan<byte>(leaf, length));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(s_roots);
        chain.ChainPolicy.ExtraStore.AddRange(s_others);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        bool trusted = chain.Build(certificate);
        int count = trusted ? chain.ChainElements.Count : 0;
        foreach (X509ChainElement element in chain.ChainElements)
            element.Certificate.Dispose();
        return count;
    }
}
