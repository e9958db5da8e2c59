"""Towns on both sides of every stretch of the outline, by name."""

import math

import pytest

from domain.places.gcj_outline import in_gcj02_area, outline
from domain.places.geo import Position

INSIDE = """
    Beijing 39.904 116.407
    Shanghai 31.230 121.474
    Guangzhou 23.129 113.264
    Chengdu 30.573 104.066
    Xi'an 34.342 108.940
    Wuhan 30.593 114.305
    Lhasa 29.650 91.117
    Urumqi 43.826 87.617
    Harbin 45.804 126.535
    Kunming 24.880 102.833
    Haikou 20.044 110.199
    Sanya 18.253 109.512
    Dongfang 19.096 108.652
    Wenchang 19.543 110.798
    Weizhou island 21.040 109.110
    Zhanjiang 21.271 110.359
    Beihai 21.481 109.120
    Dongxing 21.547 107.970
    Pingxiang 22.106 106.755
    Jingxi 23.134 106.418
    Hekou 22.529 103.939
    Mohan and Mengla 21.459 101.565
    Jinghong 22.007 100.797
    Ruili 24.012 97.852
    Mangshi 24.433 98.586
    Nansan 23.775 98.825
    Tengchong 25.020 98.490
    Gongshan 27.741 98.666
    Zayu 28.661 97.467
    Medog 29.325 95.333
    Yadong 27.485 88.907
    Gyirong (Jilong) 28.395 85.328
    Zhangmu 27.990 85.982
    Burang 30.297 81.177
    Zanda 31.479 79.803
    Rutog 33.381 79.731
    Shiquanhe 32.501 80.105
    Tashkurgan 37.773 75.229
    Kashgar 39.470 75.990
    Wuqia 39.719 75.259
    Aheqi 40.937 78.446
    Aksu 41.168 80.260
    Horgos 44.213 80.410
    Yining 43.909 81.278
    Alashankou 45.170 82.573
    Tacheng 46.745 82.980
    Jeminay 47.443 85.876
    Altay 47.844 88.140
    Burqin 47.701 86.875
    Hami 42.827 93.515
    Ejin 41.958 101.069
    Erenhot 43.653 111.977
    Dongujimqin 45.511 116.974
    Aershan 47.177 119.943
    Manzhouli 49.598 117.379
    Hailar 49.212 119.766
    Ergun 50.243 120.180
    Beiji, the village of Mohe 53.479 122.365
    Huma 51.726 126.662
    Heihe 50.240 127.500
    Jiayin 48.889 130.403
    Luobei 47.577 130.829
    Tongjiang 47.642 132.511
    Fuyuan 48.364 134.295
    Raohe 46.798 134.014
    Hulin 45.763 132.937
    Mishan 45.530 131.847
    Suifenhe 44.396 131.153
    Dongning 44.062 131.123
    Hunchun 42.863 130.366
    Fangchuan 42.440 130.600
    Tumen 42.966 129.843
    Yanji 42.907 129.513
    Changbai 41.420 128.201
    Linjiang 41.811 126.918
    Ji'an 41.125 126.194
    Dandong 40.129 124.385
    Donggang 39.864 124.153
    Dalian 38.914 121.615
    Lushun 38.812 121.262
    Haiyang island 39.060 123.160
    Changdao, the northernmost island 38.395 120.910
    Weihai 37.513 122.122
    Chengshantou 37.396 122.700
    Qingdao 36.067 120.383
    Lianyungang's Liandao 34.757 119.470
    Nantong's Lusi 32.060 121.600
    Chongming, the east 31.510 121.960
    Sheshan island 31.422 122.238
    Shengsi 30.725 122.451
    Shengshan 30.720 122.820
    Zhoushan 30.016 122.107
    Dongji 30.195 122.690
    Dachen 28.450 121.900
    Dongtou 27.836 121.157
    Nanji 27.460 121.070
    Xiapu 26.886 120.005
    Huangqi 26.327 119.875
    Fuzhou Changle airport 25.934 119.663
    Pingtan 25.503 119.790
    Meizhou island 25.070 119.130
    Nanri 25.210 119.480
    Weitou 24.520 118.560
    Dadeng 24.560 118.330
    Xiamen island 24.480 118.090
    Xiamen, Huangcuo beach 24.447 118.178
    Gulangyu 24.447 118.064
    Dongshan 23.701 117.430
    Nan'ao 23.421 117.023
    Shanwei 22.786 115.375
    Nan'ao on Dapeng 22.534 114.482
    Yantian 22.580 114.270
    Shatoujiao 22.556 114.233
    Liantang 22.560 114.172
    Luohu 22.548 114.118
    Luohu port 22.532 114.1135
    Futian port 22.5185 114.069
    Shekou 22.480 113.915
    Neilingding 22.410 113.800
    Guishan island 22.135 113.822
    Wailingding 22.105 114.035
    Dangan 22.040 114.250
    Gongbei 22.216 113.553
    Zhuhai Wanzai 22.200 113.522
    Hengqin 22.130 113.530
    Shangchuan 21.690 112.780
"""

OUTSIDE = """
    Seoul 37.567 126.978
    Busan 35.180 129.075
    Incheon 37.456 126.705
    Jeju 33.500 126.531
    Baengnyeong 37.970 124.710
    Pyongyang 39.039 125.763
    Sinuiju 40.100 124.400
    Manpo 41.157 126.290
    Kanggye 40.970 126.600
    Hyesan 41.400 128.180
    Hoeryong 42.442 129.750
    Namyang 42.950 129.862
    Rason 42.250 130.300
    Chongjin 41.780 129.790
    Vladivostok 43.116 131.882
    Kraskino 42.710 130.780
    Khasan 42.428 130.646
    Ussuriysk 43.797 131.952
    Pogranichny 44.410 131.380
    Khabarovsk 48.480 135.084
    Birobidzhan 48.795 132.921
    Nizhneleninskoye 47.965 132.650
    Blagoveshchensk 50.260 127.533
    Blagoveshchensk station 50.284 127.534
    Chita 52.034 113.499
    Zabaykalsk 49.650 117.327
    Irkutsk 52.287 104.281
    Ulaanbaatar 47.886 106.906
    Zamyn-Uud 43.717 111.905
    Choibalsan 48.070 114.535
    Sainshand 44.890 110.140
    Dalanzadgad 43.571 104.425
    Khovd 48.005 91.641
    Bayan-Olgii 48.968 89.963
    Kosh-Agach 49.996 88.667
    Almaty 43.238 76.946
    Astana 51.169 71.449
    Zharkent 44.163 79.999
    Khorgos, the Kazakh side 44.220 80.240
    Dostyk 45.254 82.486
    Zaysan 47.467 84.872
    Ust-Kamenogorsk 49.948 82.628
    Bishkek 42.874 74.570
    Karakol 42.490 78.394
    Naryn 41.429 75.991
    Osh 40.514 72.816
    Sary-Tash 39.731 73.250
    Murghab 38.170 73.970
    Dushanbe 38.560 68.787
    Gilgit 35.920 74.308
    Sost 36.690 74.820
    Leh 34.153 77.577
    Delhi 28.614 77.209
    Shimla 31.105 77.173
    Pithoragarh 29.583 80.218
    Simikot 29.970 81.820
    Jomsom 28.780 83.730
    Kathmandu 27.717 85.324
    Syabrubesi 28.160 85.340
    Kodari 27.950 85.955
    Namche 27.805 86.710
    Gangtok 27.331 88.614
    Thimphu 27.473 89.639
    Paro 27.431 89.413
    Itanagar 27.085 93.606
    Dhaka 23.811 90.412
    Yangon 16.841 96.174
    Mandalay 21.959 96.089
    Myitkyina 25.383 97.396
    Muse 23.990 97.900
    Laukkai 23.690 98.760
    Kengtung 21.291 99.602
    Bangkok 13.756 100.502
    Vientiane 17.976 102.633
    Phongsaly 21.683 102.105
    Dien Bien Phu 21.386 103.017
    Hanoi 21.028 105.834
    Lao Cai 22.486 103.971
    Ha Giang 22.823 104.984
    Cao Bang 22.666 106.258
    Dong Dang 21.944 106.700
    Lang Son 21.853 106.761
    Mong Cai 21.527 107.966
    Bach Long Vi 20.133 107.730
    Da Nang 16.054 108.202
    Manila 14.600 120.984
    Laoag 18.198 120.594
    Taipei 25.033 121.565
    Kaohsiung 22.627 120.301
    Magong on Penghu 23.566 119.579
    Kinmen 24.440 118.350
    Kinmen, Guningtou 24.480 118.310
    Little Kinmen 24.430 118.237
    Dadan 24.385 118.172
    Wuqiu 24.990 119.450
    Nangan on Matsu 26.155 119.935
    Gaodeng on Matsu 26.262 119.985
    Dongju on Matsu 25.955 119.977
    Dongyin on Matsu 26.370 120.490
    Tokyo 35.682 139.759
    Fukuoka 33.590 130.402
    Naha 26.212 127.681
    Hong Kong Central 22.282 114.158
    Sheung Shui 22.501 114.128
    Lo Wu station 22.5283 114.1133
    Lok Ma Chau station 22.5146 114.0653
    Sha Tau Kok 22.546 114.222
    Tung Ping Chau 22.543 114.432
    Yuen Long 22.445 114.022
    Tuen Mun 22.391 113.976
    Tai O 22.254 113.863
    Sai Kung 22.383 114.271
    Waglan 22.182 114.303
    Soko 22.165 113.910
    Macau 22.199 113.544
    Macau, the north 22.211 113.548
    Macau, Taipa 22.156 113.558
    Macau, Coloane 22.118 113.567
    Jakarta -6.175 106.827
    London 51.507 -0.128
"""


def places(table: str) -> list[tuple[str, Position]]:
    rows = (line.rsplit(maxsplit=2) for line in table.strip().splitlines())
    return [(name.strip(), Position(float(latitude), float(longitude))) for name, latitude, longitude in rows]


@pytest.mark.parametrize(("name", "position"), places(INSIDE))
def test_a_place_of_the_mainland_is_inside(name: str, position: Position) -> None:
    assert in_gcj02_area(position) is True, name


@pytest.mark.parametrize(("name", "position"), places(OUTSIDE))
def test_a_neighbours_place_is_outside(name: str, position: Position) -> None:
    assert in_gcj02_area(position) is False, name


def test_more_than_forty_places_outside_lie_in_the_usual_rectangle() -> None:
    swallowed = [
        name
        for name, position in places(OUTSIDE)
        if 0.8293 <= position.latitude <= 55.8271 and 72.004 <= position.longitude <= 137.8347
    ]
    assert len(swallowed) == len(places(OUTSIDE)) - 5
    assert len(swallowed) >= 40


def test_no_two_edges_of_a_ring_cross() -> None:
    assert [crossing for ring in outline() for crossing in crossings(ring)] == []


def test_a_point_level_with_a_corner_is_counted_once() -> None:
    corners = {corner for ring in outline() for corner in ring}
    for longitude, latitude in corners:
        west_of_all = Position(latitude, 73.0)
        assert in_gcj02_area(west_of_all) is False, (longitude, latitude)


def test_the_bands_agree_with_plain_ray_casting() -> None:
    for step in range(2500):
        # A walk over the rectangle that never repeats: the golden ratio's multiples.
        position = Position(17 + 38 * (step * 0.6180339887 % 1), 72 + 65 * (step * 0.7548776662 % 1))
        assert in_gcj02_area(position) is any_ring_odd(position), position


def any_ring_odd(position: Position) -> bool:
    hits = 0
    for ring in outline():
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > position.latitude) != (y2 > position.latitude):
                hits += position.longitude < x1 + (position.latitude - y1) * (x2 - x1) / (y2 - y1)
    return hits % 2 == 1


Corner = tuple[float, float]


def crossings(ring: list[Corner]) -> list[tuple[Corner, Corner]]:
    edges = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    return [
        (a, c)
        for index, (a, b) in enumerate(edges)
        for c, d in edges[index + 2 :]
        if {a, b}.isdisjoint({c, d}) and apart(a, b, c, d) and apart(c, d, a, b)
    ]


def apart(a: Corner, b: Corner, c: Corner, d: Corner) -> bool:
    """Tell whether c and d lie on different sides of the line through a and b."""
    return math.copysign(1, side(a, b, c)) != math.copysign(1, side(a, b, d))


def side(a: Corner, b: Corner, c: Corner) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
