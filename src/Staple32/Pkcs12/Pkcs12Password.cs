using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Staple32.Pkcs12;

/// <summary>The password did not open the file, or is not the one that it was sealed with.</summary>
public sealed class WrongPasswordException(string message) : Exception(message);

/// <summary>
/// A password in the forms that PKCS #12 knows: UTF-16 with a terminator for its own key derivation (RFC 7292 appendix
/// B.1), UTF-8 for PBKDF2. No password at all is not the same as an empty one: the first has no terminator either.
/// To be used for one file: the keys derived for it may not cost more than is reasonable altogether.
/// </summary>
public sealed class Pkcs12Password
{
    /// <summary>More iterations than any program writes; a hostile file would keep a server busy for minutes.</summary>
    private const int MaxIterations = 10_000_000;

    private readonly byte[] _wide;
    private readonly byte[] _narrow;
    private int _iterationsLeft = MaxIterations;

    private Pkcs12Password(byte[] wide, byte[] narrow)
    {
        _wide = wide;
        _narrow = narrow;
    }

    /// <summary>What a caller's password may mean: whoever gives none, or an empty one, may mean either.</summary>
    public static IReadOnlyList<Pkcs12Password> MeaningsOf(string? password)
    {
        if (!string.IsNullOrEmpty(password))
            return [Of(password)];
        var empty = Of("");
        var none = new Pkcs12Password([], []);
        return password is null ? [none, empty] : [empty, none];
    }

    /// <summary>The key derivation of PKCS #12 (RFC 7292 appendix B.2).</summary>
    /// <param name="hash">SHA-1 or one of SHA-2.</param>
    /// <param name="purpose">1 for a cipher's key, 2 for its IV, 3 for a MAC's key.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="iterations">How often the hash is applied.</param>
    /// <param name="length">Bytes wanted.</param>
    /// <exception cref="NotSupportedException">More iterations than are reasonable, together with those before.</exception>
    public byte[] Derive(HashAlgorithmName hash, byte purpose, ReadOnlySpan<byte> salt, int iterations, int length)
    {
        Spend(iterations);
        int block = hash == HashAlgorithmName.SHA384 || hash == HashAlgorithmName.SHA512 ? 128 : 64;
        byte[] input = [.. Repeated(salt, block), .. Repeated(_wide, block)];
        byte[] diversifier = new byte[block];
        Array.Fill(diversifier, purpose);
        byte[] derived = new byte[length];
        for (int done = 0; done < length;)
        {
            byte[] round = CryptographicOperations.HashData(hash, [.. diversifier, .. input]);
            for (int i = 1; i < iterations; i++)
                CryptographicOperations.HashData(hash, round, round);
            int taken = Math.Min(round.Length, length - done);
            round.AsSpan(0, taken).CopyTo(derived.AsSpan(done));
            done += taken;
            for (int start = 0; start < input.Length; start += block)
                AddOneAnd(Repeated(round, block).AsSpan(0, block), input.AsSpan(start, block));
        }

        return derived;
    }

    /// <summary>PBKDF2 (RFC 8018 section 5.2).</summary>
    /// <exception cref="NotSupportedException">More iterations than are reasonable, together with those before.</exception>
    public byte[] DerivePbkdf2(HashAlgorithmName hash, ReadOnlySpan<byte> salt, int iterations, int length)
    {
        Spend(iterations);
        return Rfc2898DeriveBytes.Pbkdf2(_narrow, salt, iterations, hash, length);
    }

    private static Pkcs12Password Of(string password)
    {
        byte[] wide = new byte[(password.Length + 1) * 2];
        for (int i = 0; i < password.Length; i++)
            BinaryPrimitives.WriteUInt16BigEndian(wide.AsSpan(i * 2), password[i]);
        return new Pkcs12Password(wide, Encoding.UTF8.GetBytes(password));
    }

    private void Spend(int iterations)
    {
        if (iterations < 1 || iterations > _iterationsLeft)
            throw new NotSupportedException($"{iterations} iterations of a key derivation");
        _iterationsLeft -= iterations;
    }

    /// <summary>As many copies as fill whole blocks, the last one cut off; nothing of nothing.</summary>
    private static byte[] Repeated(ReadOnlySpan<byte> bytes, int block)
    {
        byte[] filled = new byte[(bytes.Length + block - 1) / block * block];
        for (int i = 0; i < filled.Length; i++)
            filled[i] = bytes[i % bytes.Length];
        return filled;
    }

    /// <summary>target = target + addend + 1, as big-endian integers of one block.</summary>
    private static void AddOneAnd(ReadOnlySpan<byte> addend, Span<byte> target)
    {
        int carry = 1;
        for (int i = target.Length - 1; i >= 0; i--)
        {
            carry += target[i] + addend[i];
            target[i] = (byte)(carry & 0xFF);
            carry >>= 8;
        }
    }
}
