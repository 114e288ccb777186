/** The uv that pinfold fetches where there is none: the wheels of one version, by platform. */
export const PINNED_UV = {
  version: "0.13.9",
  /** sha256 of each wheel, and of the program in it. */
  wheels: [
    // macOS, Intel and Apple silicon
    [
      "c16ed11e013557536b3e60065f1b912f6407bd6518e041b961e23ef9e6b4fbf5",
      "9d275208c058354f9b300ea46a499c7a29de3249ae839503cadff2c01c159d69",
    ],
    [
      "66c512266d633bef48384a1f53003f41f2a8e7b36fe6e7fbfd3e0fd52d96fa63",
      "0e17c316d23b33b4e840669f516f5cb7f5c1faa816ebd3824052ab50082ecefb",
    ],
    // Linux x64, glibc and musl
    [
      "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
      "b73acdf73b96c3ac9e56d2fa933427b3ee6a901e3cce6ba1e3ecb3f91ca0d86a",
    ],
    [
      "2c45530751517d6c3bbc69a19473f6effe47cce047bede01ffd8af7ea7b36b25",
      "edbfb9a3d00dc84148e6691cd8740781fdc32db6505d7ef88ba6c3e569d5bec9",
    ],
    // Linux arm64, glibc 2.28 and everything else
    [
      "ecb6028d79dc96fbeafffe5c8af62a7099487ebc05a701e76714eebcffd06375",
      "6109e47a75f2380d1cc90b00a6ee82b7b5792ddf66588625ec168545ae17512e",
    ],
    [
      "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
      "bbecb5ac518030bb5e84f1999c577228460192832ac24a92bd772735682979f4",
    ],
    // Windows, x64 and arm64
    [
      "6a44b2ed8111d2f60d2b92627c5dccda3f7ed7570b18ce115e569cd68c28246b",
      "7e6349bc24cfc7249f892c41298e4371826a19008c3cbcfe13eacd08ac398470",
    ],
    [
      "eeb92051c2123b9730c46b04cc843cfa4bc7d7b0aec56df431a2215ef4cb0273",
      "4514fb99c05235f1e98ff38dbfd59ecbc57fdb8a1922b5af20e09a227f51fb13",
    ],
  ],
} as const;
