using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Staple32.Benchmarks.Fleet;

/// <summary>
/// What .NET servers do: a SslStreamCertificateContext for each certificate, which fetches its staple in the background. When
/// the staples are there, the responder tells.
/// </summary>
internal static class ContextPeer
{
    /// <summary>Makes the contexts and waits to be ended.</summary>
    public static int Run(string directory, int count)
    {
        var set = new FleetSet(directory);
        using ECDsa key = set.LoadLeafKey();
        var contexts = new List<SslStreamCertificateContext>(count);
        foreach (var (leaf, issuer) in set.Leaves(count))
            contexts.Add(SslStreamCertificateContext.Create(leaf.CopyWithPrivateKey(key), [set.Issuers[issuer], set.Root], offline: false));
        Console.WriteLine("ready");
        Thread.Sleep(Timeout.Infinite);
        GC.KeepAlive(contexts);
        return 0;
    }
}
