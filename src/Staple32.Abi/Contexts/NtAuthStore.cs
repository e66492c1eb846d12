using Staple32.Stores;

namespace Staple32.Abi.Contexts;

/// <summary>The machine's CAs for logon, which the NT authentication policy asks for.</summary>
internal static class NtAuthStore
{
    /// <summary>Whether a certificate with that encoding is among them. They are looked up anew each time: it is a rare question.</summary>
    public static bool Contains(ReadOnlyMemory<byte> encoded)
    {
        // A file that is no certificate trusts nobody; there is no caller who could be told.
        foreach (Certificates.Certificate authority in TrustRoots.NtAuthOfThisMachine(HostEnvironment.Get).Read(static _ => { }))
        {
            if (authority.Encoded.Span.SequenceEqual(encoded.Span))
                return true;
        }

        return false;
    }
}
