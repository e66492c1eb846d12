using Staple32.Abi.Layout;

namespace Staple32.Abi.Boundary;

/// <summary>Copies the bytes that the host's blobs point at.</summary>
internal static unsafe class NativeBytes
{
    /// <exception cref="AbiException">E_INVALIDARG: a length without bytes.</exception>
    public static byte[] Copy(CRYPT_DATA_BLOB blob)
    {
        if (blob.cbData == 0)
            return [];
        if (blob.pbData == null || blob.cbData > int.MaxValue)
            throw new AbiException(Errors.E_INVALIDARG, "a length without bytes");
        return new ReadOnlySpan<byte>(blob.pbData, (int)blob.cbData).ToArray();
    }

    /// <exception cref="AbiException">E_INVALIDARG: no blob, or a length without bytes.</exception>
    public static byte[] Copy(CRYPT_DATA_BLOB* blob) =>
        blob != null ? Copy(*blob) : throw new AbiException(Errors.E_INVALIDARG, "no blob");
}
