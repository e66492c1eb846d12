using Staple32.Certificates;
using Staple32.Ocsp;

namespace Staple32.Abi.Boundary;

/// <summary>
/// Verifies responses on the library's own threads in such a way that the process may call exit() at any moment: what
/// verification needs of the host's process is not taken away under it.
/// </summary>
internal static partial class ExitGuard
{
    /// <summary>To be called once, by a thread of the host's, before the first verification.</summary>
    public static partial void Start();

    /// <summary>As <see cref="OcspVerifier.Verify"/>; refuses while the process is ending.</summary>
    public static OcspVerdict Verify(
        ReadOnlyMemory<byte> response, Certificate leaf, Certificate issuer, DateTimeOffset now, OcspVerificationSettings settings)
    {
        if (!Begin())
            return new OcspVerdict(null, OcspRefusal.UnsupportedAlgorithm, "the process is ending");
        try
        {
            return OcspVerifier.Verify(response, leaf, issuer, now, settings);
        }
        finally
        {
            End();
        }
    }

    /// <summary>False if the process is ending; else <see cref="End"/> is due.</summary>
    private static partial bool Begin();

    private static partial void End();
}
