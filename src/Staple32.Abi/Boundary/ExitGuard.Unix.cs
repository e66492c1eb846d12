using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Staple32.Certificates;

namespace Staple32.Abi.Boundary;

/// <summary>Native/exit.c says why, and does it.</summary>
internal static partial class ExitGuard
{
    public static partial void Start()
    {
        // libcrypto registers its exit handler at its first use in the process: ours has to come after it.
        if (SignatureVerifier.IsAvailable(out _))
            _ = SHA256.HashData(ReadOnlySpan<byte>.Empty);
        Staple32WatchExit();
    }

    private static partial bool Begin() => Staple32BeginVerification() != 0;

    private static partial void End() => Staple32EndVerification();

    [DllImport("staple32-native", ExactSpelling = true)]
    private static extern void Staple32WatchExit();

    [DllImport("staple32-native", ExactSpelling = true)]
    private static extern int Staple32BeginVerification();

    [DllImport("staple32-native", ExactSpelling = true)]
    private static extern void Staple32EndVerification();
}
